import { describe, expect, it } from "vitest";
import { type Content, html, trusted } from "./html.js";

describe("html", () => {
  it("escapes text, in elements and in attributes", () => {
    const hostile = `<script>alert("1")</script> & 'x'`;
    expect(`${html`<p title="${hostile}">${hostile}</p>`}`).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">' +
        "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>",
    );
  });

  it("passes markup as it is and joins lists", () => {
    const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
    expect(`${html`<ul>${items}${[trusted("<hr>"), ["&"]]}</ul>`}`).toBe(
      "<ul><li>a</li><li>&lt;b&gt;</li><hr>&amp;</ul>",
    );
  });

  it.each([undefined, null, Number.NaN, 3, {}])("refuses %j", (value) => {
    expect(() => html`${value as unknown as Content}`).toThrow(RangeError);
  });
});
