import "virtual:report.css";
import "uplot/dist/uPlot.min.css";
import "./look/page.css";
import "./look/form.css";
import "./look/overview.css";
import "./look/system.css";
import { mount } from "svelte";
import App from "./App.svelte";

mount(App, { target: document.body });
