//! Writers and servers that are killed, and two writers at once: what was acknowledged stays, in one chain.
//!
//! A kill ends a process at any instruction; what the operating system holds is not lost by it. That a commit is on
//! the disk before it is acknowledged rests on the flush that the store is asked for, which is asserted beside.
//! `AGGLO_SOAK=1` kills a hundred writers instead of twenty.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use agglo::engage::event::{Body, Entry, Said};
use agglo_data::ledger::{Address, Ledger};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;

use crate::server::Server;
use crate::{Place, Store};

/// Appends of each of two processes.
const EACH: usize = 5000;
/// Kills of the server.
const SERVER_KILLS: usize = 20;
/// More appends than a writer lives for.
const ENDLESS: usize = 1_000_000;

/// Kills of a writer.
fn writer_kills() -> usize {
    if std::env::var_os("AGGLO_SOAK").is_some() { 100 } else { 20 }
}

fn said(text: &str) -> Entry {
    let body = Said { text: text.to_owned(), listening: None, input: None, area: None };
    Entry::new("gulf", date(2026, 3, 1), Body::Said(body))
}

fn now() -> Timestamp {
    Timestamp::from_second(1_772_400_000).unwrap()
}

/// The texts of a chain that holds, in its order.
fn texts(ledger: &mut Ledger) -> Vec<String> {
    assert_eq!(ledger.verify().unwrap().broken, None);
    let text = |body| match body {
        Body::Said(said) => said.text,
        _ => panic!("nobody entered this"),
    };
    ledger.events().unwrap().into_iter().map(|event| text(event.entry.body)).collect()
}

/// The other side of [`Writer`]: this program again, as a process of its own.
#[test]
#[ignore = "a process that other tests start"]
fn a_writer_of_another_process() {
    let variable = |name: &str| std::env::var(name).ok();
    let (Some(store), Some(name)) = (variable("AGGLO_TEST_STORE"), variable("AGGLO_TEST_WRITER"))
    else {
        println!("skipped: nobody said where to write");
        return;
    };
    let appends: usize = variable("AGGLO_TEST_APPENDS").unwrap().parse().unwrap();
    let address = match store.strip_prefix("file:") {
        Some(path) => Address::File(path.into()),
        None => Address::Server(store),
    };
    let mut ledger = Ledger::open(&address, "coast").unwrap();
    for number in 0..appends {
        let text = format!("{name} {number}");
        let place = ledger.append(&[said(&text)], now()).unwrap()[0];
        // Said only after the ledger said so.
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {place} {text}").unwrap();
        out.flush().unwrap();
    }
}

/// A writer of another process, and what it was told was kept.
struct Writer {
    child: Child,
    heard: Receiver<(u64, String)>,
}

impl Writer {
    fn start(store: &Store, name: &str, appends: usize) -> Self {
        let at = match &store.address {
            Address::File(path) => format!("file:{}", path.display()),
            Address::Server(url) => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "lasting::a_writer_of_another_process", "--ignored", "--nocapture"])
            .envs([("AGGLO_TEST_STORE", at), ("AGGLO_TEST_WRITER", name.to_owned())])
            .env("AGGLO_TEST_APPENDS", appends.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (tell, heard) = channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // The line of a writer that was killed may end anywhere: it must be whole.
                let Some((_, line)) = line.split_once("acknowledged ") else { continue };
                let Some((place, text)) = line.split_once(' ') else { continue };
                if tell.send((place.parse().unwrap(), text.to_owned())).is_err() {
                    break;
                }
            }
        });
        Self { child, heard }
    }

    /// Kills it; all that it heard.
    fn kill(mut self, mut heard: Vec<(u64, String)>) -> Vec<(u64, String)> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        heard.extend(self.heard.iter());
        heard
    }
}

fn two_processes(place: &Place<'_>) {
    let store = place.store();
    let names = ["first", "second"];
    let writers = names.map(|name| Writer::start(&store, name, EACH));
    for mut writer in writers {
        let heard = writer.heard.iter().count();
        assert!(writer.child.wait().unwrap().success());
        assert_eq!(heard, EACH);
    }
    let texts = texts(&mut store.open());
    assert_eq!(texts.len(), 2 * EACH);
    for name in names {
        let own: Vec<&String> = texts.iter().filter(|text| text.starts_with(name)).collect();
        let expected: Vec<String> = (0..EACH).map(|number| format!("{name} {number}")).collect();
        assert!(own.into_iter().eq(&expected), "the order of {name}");
    }
    let first = texts.iter().position(|text| text.starts_with("second")).unwrap();
    let last = texts.iter().rposition(|text| text.starts_with("first")).unwrap();
    assert!(first < last, "they wrote one after the other, not at once");
}

fn killed_writers(place: &Place<'_>) {
    let store = place.store();
    let mut acknowledged: Vec<(u64, String)> = Vec::new();
    for kill in 0..writer_kills() {
        let writer = Writer::start(&store, &format!("w{kill}"), ENDLESS);
        let mut heard = Vec::new();
        if kill % 2 == 0 {
            // In the midst of appends, a little after one of them.
            for _ in 0..=kill * 7 % 23 {
                heard.extend(writer.heard.recv());
            }
            thread::sleep(Duration::from_micros(kill as u64 * 613 % 5000));
        } else {
            // At any time from its start on: while it opens the store too.
            thread::sleep(Duration::from_millis(kill as u64 * 29 % 97));
        }
        acknowledged.extend(writer.kill(heard));
        let texts = texts(&mut store.open());
        for (place, text) in &acknowledged {
            let held = texts.get(usize::try_from(*place).unwrap() - 1);
            assert_eq!(held, Some(text), "kill {kill}: event {place} was acknowledged");
        }
        // Of each writer at most the last append was kept without a word of it.
        assert!(texts.len() - acknowledged.len() <= kill + 1, "kill {kill}");
    }
    assert!(acknowledged.len() >= writer_kills() / 2, "too few appends to tell");
    println!("{} kills, {} events acknowledged", writer_kills(), acknowledged.len());
}

/// Writes until it is told to stop, to a server that comes and goes; texts that were acknowledged, and failures.
fn persistent(
    address: &Address,
    stop: &AtomicBool,
    written: &AtomicUsize,
    failed: &AtomicU32,
) -> Vec<(u64, String)> {
    let (mut kept, mut number) = (Vec::new(), 0);
    while !stop.load(Ordering::Relaxed) {
        let Ok(mut ledger) = Ledger::open(address, "coast") else {
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        while !stop.load(Ordering::Relaxed) {
            number += 1;
            let text = format!("n{number}");
            let Ok(places) = ledger.append(&[said(&text)], now()) else {
                failed.fetch_add(1, Ordering::Relaxed);
                break;
            };
            kept.push((places[0], text));
            written.fetch_add(1, Ordering::Relaxed);
        }
    }
    kept
}

fn killed_server(server: &mut Server) {
    let address = Address::Server(server.database());
    drop(Ledger::open(&address, "coast").unwrap());
    let (stop, written, failed) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicU32::new(0));
    let kept = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| *kept.lock().unwrap() = persistent(&address, &stop, &written, &failed));
        for kill in 0..SERVER_KILLS {
            let before = written.load(Ordering::Relaxed);
            let until = Instant::now() + Duration::from_mins(1);
            while written.load(Ordering::Relaxed) < before + 5 + kill && Instant::now() < until {
                thread::sleep(Duration::from_micros(500 + kill as u64 * 97));
            }
            server.kill();
            server.revive();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let kept = kept.into_inner().unwrap();
    let texts = texts(&mut Ledger::open(&address, "coast").unwrap());
    for (place, text) in &kept {
        assert_eq!(texts.get(usize::try_from(*place).unwrap() - 1), Some(text), "event {place}");
    }
    let failed = usize::try_from(failed.into_inner()).unwrap();
    assert!(failed >= SERVER_KILLS / 2, "the kills met no append: {failed}");
    assert!(texts.len() <= kept.len() + failed, "more was kept than was tried");
    println!("{SERVER_KILLS} kills of the server, {} events acknowledged", kept.len());
}

fn place(server: Option<&Server>) -> Place<'_> {
    Place { folder: TempDir::new().unwrap(), server, made: AtomicU32::new(0) }
}

fn on_a_server(run: impl FnOnce(&mut Server)) {
    match Server::start() {
        Ok(mut server) => run(&mut server),
        Err(reason) => println!("skipped: no Postgres server can be started: {reason}"),
    }
}

#[test]
fn two_processes_write_one_chain_in_a_file() {
    two_processes(&place(None));
}

#[test]
fn two_processes_write_one_chain_on_a_server() {
    on_a_server(|server| two_processes(&place(Some(server))));
}

#[test]
fn a_killed_writer_loses_nothing_that_was_acknowledged_in_a_file() {
    killed_writers(&place(None));
}

#[test]
fn a_killed_writer_loses_nothing_that_was_acknowledged_on_a_server() {
    on_a_server(|server| killed_writers(&place(Some(server))));
}

#[test]
fn a_killed_server_loses_nothing_that_was_acknowledged() {
    on_a_server(killed_server);
}

#[test]
fn a_server_that_does_not_flush_is_refused() {
    match Server::start_with("fsync=off") {
        Ok(server) => {
            let address = Address::Server(server.database());
            let Err(error) = Ledger::open(&address, "coast") else { panic!("it was opened") };
            assert_eq!(error.code(), "E0522");
        }
        Err(reason) => println!("skipped: no Postgres server can be started: {reason}"),
    }
}
