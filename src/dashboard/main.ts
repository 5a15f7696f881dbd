import "virtual:report.css";
import "uplot/dist/uPlot.min.css";
import "./dashboard.css";
import { mount } from "svelte";
import App from "./App.svelte";

mount(App, { target: document.body });
