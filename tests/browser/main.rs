//! Stories told through a real Chromium: what a person sees and taps, and what no test over HTTP would notice.

mod alone;
mod axe;
mod basement;
mod camera;
mod door;
mod driver;
mod figures;
mod full;
mod grey;
mod heard;
mod here;
mod join;
mod killed;
mod late;
mod look;
mod markup;
mod money;
mod pages;
mod plain;
mod quick;
mod reach;
mod ready;
mod screen;
mod spoken;
mod story;
mod trusted;
mod two;

#[allow(dead_code)]
#[path = "../features/house/answer.rs"]
mod answer;
#[allow(dead_code)]
#[path = "../features/house/forms.rs"]
mod forms;
#[allow(dead_code)]
#[path = "../features/house/process.rs"]
mod process;
#[allow(dead_code)]
#[path = "../features/house/visitor.rs"]
mod visitor;

use answer::Answer;
use here::{PASSWORD, folder};
use process::{EVENING, opened};
use visitor::Visitor;
