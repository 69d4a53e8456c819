// @ts-check
/** What a page gains when scripts run. Nothing here is needed for anything to work. */
import { confirm } from "./js/confirm.js";
import { copy } from "./js/copy.js";
import { fragment } from "./js/fragment.js";
import { live } from "./js/live.js";
import { once } from "./js/once.js";
import { opening } from "./js/opening.js";
import { picture } from "./js/picture.js";
import { share } from "./js/share.js";
import { suggest } from "./js/suggest.js";
import { take } from "./js/take.js";
import { wrong } from "./js/wrong.js";

confirm();
once();
copy();
share();
take();
picture();
suggest();
fragment();
opening();
live();
wrong();
