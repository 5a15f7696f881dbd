import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** What shows an address in the system's browser; undefined without a desktop, and where BROWSER=none asks for none. */
function opener(platform: NodeJS.Platform, { BROWSER, DISPLAY, WAYLAND_DISPLAY }: Environment) {
  if (BROWSER === "none") return undefined;
  if (platform === "darwin") return ["open"];
  // The first quoted word of start is the window's title.
  if (platform === "win32") return ["cmd", "/c", "start", '""'];
  return DISPLAY || WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

/** Opens a page in the system's browser, where there is one, and does not wait for it. */
export function openInBrowser(
  address: string,
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): void {
  const [command, ...options] = opener(platform, environment) ?? [];
  if (command === undefined) return;
  const child = spawn(command, [...options, address], {
    detached: true,
    stdio: "ignore",
    env: environment,
    windowsVerbatimArguments: true,
  });
  // Without an opener the address that was printed has to do.
  child.on("error", () => {});
  child.unref();
}
