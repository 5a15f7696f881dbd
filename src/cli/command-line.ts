/** What was typed, to be typed again. */
export const commandLine = (): string =>
  ["telostat", ...process.argv.slice(2)]
    .map((word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
