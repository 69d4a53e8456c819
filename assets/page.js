// @ts-check
/** What a page gains when scripts run. Nothing here is needed for anything to work. */
import { confirm } from "./js/confirm.js";
import { copy } from "./js/copy.js";
import { live } from "./js/live.js";
import { once } from "./js/once.js";
import { suggest } from "./js/suggest.js";

confirm();
once();
copy();
suggest();
live();
