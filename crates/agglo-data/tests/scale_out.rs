//! The same questions here and on a cluster of processes: the same rows, also after one of them is killed.
#![cfg(feature = "scale-out")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::exit,
    reason = "a test's own helpers may fail loudly"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use agglo_data::cluster::{Executor, Scheduler, Trust};
use agglo_data::engine::{Address, Engine};
use agglo_data::lake::{AsOf, Block, Card, ColumnCard, Lake, Role, Scope, Values};
use agglo_data::table::quick;
use agglo_data::warehouse::{Axis, Cut, Reduction, reduce};
use tempfile::TempDir;

const REGIONS: usize = 100;
const INDUSTRIES: usize = 100;
const YEARS: usize = 20;
/// Pieces that a question is cut into.
const PIECES: u16 = 8;
/// Longest wait for a process.
const PATIENCE: Duration = Duration::from_mins(5);

const ROLE: &str = "AGGLO_TEST_ROLE";
const READY: &str = "AGGLO_TEST_READY";
const SCHEDULER: &str = "AGGLO_TEST_SCHEDULER";
const FOLDER: &str = "AGGLO_TEST_FOLDER";

const MAPPING: &str = "dataset = \"jobs\"\n[region]\ncolumn = \"r\"\ncodes = \"us-county\"\n\
                       [industry]\ncolumn = \"i\"\n[period]\ncolumn = \"p\"\n\
                       [[measures]]\nname = \"employment\"\ncolumn = \"e\"\nkind = \"count\"\n";

/// What this test binary does when the tests start it again: it is a process of the cluster.
#[test]
fn a_process_of_the_cluster() {
    let Ok(role) = env::var(ROLE) else { return };
    // It goes when the one that started it does, however that ends.
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
    let ready = |address: std::net::SocketAddr| {
        agglo_data::atomic::write(Path::new(&env::var(READY).unwrap()), address.to_string().into())
    };
    let listen = [127, 0, 0, 1].into();
    if role == "scheduler" {
        let scheduler =
            Scheduler { listen: (listen, 0).into(), advertise: None, trust: Trust::Machine };
        scheduler.run(ready).unwrap();
    } else {
        let executor = Executor {
            scheduler: Address::parse(&env::var(SCHEDULER).unwrap()).unwrap(),
            listen,
            ports: None,
            advertise: None,
            cores: 1,
            memory: Some(1 << 30),
            folder: env::var_os(FOLDER).map(PathBuf::from),
            trust: Trust::Machine,
        };
        executor.run(ready).unwrap();
    }
}

/// A child that goes when its test does, and the folder of what it works out.
struct Process(Child, PathBuf);

impl Process {
    fn start(role: &str, folder: &Path, scheduler: Option<&str>) -> (Self, String) {
        let ready = folder.join(format!("{role}.ready"));
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "a_process_of_the_cluster", "--nocapture"]);
        command.env(ROLE, role).env(READY, &ready);
        let own = folder.join(role);
        fs::create_dir(&own).unwrap();
        command.env(SCHEDULER, scheduler.unwrap_or_default()).env(FOLDER, &own);
        let log = fs::File::create(folder.join(format!("{role}.log"))).unwrap();
        command.stdin(Stdio::piped()).stdout(log.try_clone().unwrap()).stderr(log);
        let mut process = Self(command.spawn().unwrap(), own);
        let begun = Instant::now();
        loop {
            if let Ok(address) = fs::read_to_string(&ready) {
                return (process, address);
            }
            let log = || fs::read_to_string(folder.join(format!("{role}.log"))).unwrap_or_default();
            assert!(process.0.try_wait().unwrap().is_none(), "{role} ended: {}", log());
            assert!(begun.elapsed() < PATIENCE, "{role} is not ready: {}", log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The questions that it has worked on: each attempt has a folder of its own.
    fn questions(&self) -> BTreeSet<String> {
        let folders = fs::read_dir(&self.1).unwrap().map(|entry| entry.unwrap());
        let folders = folders.filter(|entry| entry.file_type().unwrap().is_dir());
        folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
    }

    /// Ends it without a word to anybody.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A scheduler and two executors of one core each.
struct Cluster {
    engine: Engine,
    executors: Vec<Process>,
    _scheduler: Process,
    _folder: TempDir,
}

impl Cluster {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let (scheduler, address) = Process::start("scheduler", folder.path(), None);
        let address = format!("df://{address}");
        let executors = ["executor-1", "executor-2"]
            .map(|name| Process::start(name, folder.path(), Some(&address)).0);
        let engine = Engine::parse(&address).unwrap();
        Self { engine, executors: executors.into(), _scheduler: scheduler, _folder: folder }
    }
}

/// The same number for the same place in every run.
fn mixed(seed: usize) -> u64 {
    let mut x = seed as u64;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A lake of two hundred thousand rows: a seventh of the cells hidden, figures with decimals that no binary number has.
fn lake() -> (TempDir, Lake) {
    let folder = TempDir::new().unwrap();
    let lake = Lake::at(folder.path());
    let columns = vec![
        ColumnCard::new("region", Role::Key),
        ColumnCard::new("industry", Role::Key),
        ColumnCard::new("period", Role::Key),
        ColumnCard::new("employment", Role::Measure),
        ColumnCard::of("employment_status", Role::Status, "employment"),
    ];
    let card =
        Card { mapping: MAPPING.to_owned(), ..Card::new("jobs", columns, Scope::WholeDataset) };
    let mut load = lake.load(card).unwrap();
    for year in 0..YEARS {
        load.block(&block(year)).unwrap();
    }
    load.publish("2026-11-23").unwrap();
    (folder, lake)
}

fn block(year: usize) -> Block {
    let names = |count: usize, from: usize| (0..count).map(|at| (from + at).to_string()).collect();
    let rows = || (0..REGIONS).flat_map(|region| (0..INDUSTRIES).map(move |line| (region, line)));
    let code = |at: usize| u32::try_from(at).ok();
    let figure = |region: usize, industry: usize| {
        let number = mixed((year * REGIONS + region) * INDUSTRIES + industry);
        (!number.is_multiple_of(7)).then_some((number % 1_000_003) as f64 / 10.0)
    };
    let values: Vec<Option<f64>> = rows().map(|(region, line)| figure(region, line)).collect();
    let status = values.iter().map(|value| Some(u32::from(value.is_none()))).collect();
    Block::new(vec![
        (
            "region".to_owned(),
            Values::Codes {
                names: names(REGIONS, 10_000),
                at: rows().map(|(region, _)| code(region)).collect(),
            },
        ),
        (
            "industry".to_owned(),
            Values::Codes {
                names: names(INDUSTRIES, 1_000),
                at: rows().map(|(_, line)| code(line)).collect(),
            },
        ),
        (
            "period".to_owned(),
            Values::Codes {
                names: vec![(2000 + year).to_string()],
                at: vec![Some(0); REGIONS * INDUSTRIES],
            },
        ),
        ("employment".to_owned(), Values::Numbers(values)),
        (
            "employment_status".to_owned(),
            Values::Codes { names: vec!["disclosed".into(), "withheld".into()], at: status },
        ),
    ])
    .unwrap()
}

fn cuts() -> Vec<(Reduction, Cut)> {
    let by = |by: &[Axis]| Cut {
        by: Some(by.to_vec()),
        parts: vec!["industry".to_owned()],
        ..Cut::default()
    };
    vec![
        (Reduction::Sums, by(&[Axis::Region, Axis::Period])),
        (Reduction::Sums, by(&Axis::ALL)),
        (Reduction::Quotients, by(&Axis::ALL)),
        (Reduction::Changes, by(&Axis::ALL)),
    ]
}

/// The answer, as the bytes of a file: rows, their order and every figure to its last bit.
fn asked(lake: &Lake, engine: &Engine, (reduction, cut): &(Reduction, Cut)) -> Vec<u8> {
    let threads = if *engine == Engine::Embedded { 1 } else { PIECES };
    let begun = Instant::now();
    let of = ("jobs", &AsOf::Latest);
    let table = reduce(lake, of, (*reduction, cut), (engine, threads)).unwrap().table;
    println!("{reduction:?} {engine:?}: {:.1} s", begun.elapsed().as_secs_f64());
    assert!(table.rows() >= REGIONS * YEARS);
    let keys = ["region", "industry", "period"].map(|key| table.texts(key).unwrap());
    let of = |row: usize| keys.each_ref().map(|key| key[row]);
    let is_sorted = (1..table.rows()).all(|row| of(row - 1) < of(row));
    assert!(is_sorted, "no two rows have the same keys: there is one order");
    quick(&table).unwrap()
}

#[test]
fn a_cluster_gives_the_bytes_that_one_process_gives() {
    let (_folder, lake) = lake();
    let cluster = Cluster::start();
    for cut in cuts() {
        let here = asked(&lake, &Engine::Embedded, &cut);
        // Compared by value: a whole table in a message helps nobody.
        assert!(here == asked(&lake, &cluster.engine, &cut), "{cut:?}");
    }
}

#[test]
fn an_executor_that_is_killed_during_a_question_changes_no_byte() {
    let (_folder, lake) = lake();
    let cuts = cuts();
    let mut cluster = Cluster::start();
    let mut one = cluster.executors.remove(0);
    let other = &cluster.executors[0];
    let cut = cuts[3].clone();
    let here = asked(&lake, &Engine::Embedded, &cut);
    let (engine, asker, question) = (cluster.engine.clone(), lake.clone(), cut.clone());
    let killed = thread::spawn(move || asked(&asker, &engine, &question));
    // It has begun: a piece of its own is on its disk.
    let begun = Instant::now();
    while one.questions().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "the executor was given nothing");
        thread::sleep(Duration::from_millis(1));
    }
    one.kill();
    assert!(!killed.is_finished(), "the question was too short to be disturbed");
    assert!(here == killed.join().unwrap());
    println!("equal after {} attempts of the asker", other.questions().len());
    // And whoever asks next is answered by the other one.
    let next = cuts[0].clone();
    assert!(asked(&lake, &Engine::Embedded, &next) == asked(&lake, &cluster.engine, &next));
}

#[test]
fn a_cluster_that_is_not_there_is_an_error_and_nothing_else() {
    let (_folder, lake) = lake();
    let gone = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let engine = Engine::parse(&format!("df://{gone}")).unwrap();
    let cut = &cuts()[0];
    let error =
        reduce(&lake, ("jobs", &AsOf::Latest), (cut.0, &cut.1), (&engine, PIECES)).unwrap_err();
    assert_eq!(error.code(), "E0511", "{error}");
    assert!(error.what().contains("3 attempts"), "{error}");
}

#[test]
fn a_scheduler_without_executors_is_an_error_and_keeps_nobody_waiting() {
    let (_folder, lake) = lake();
    let folder = TempDir::new().unwrap();
    let (_scheduler, address) = Process::start("scheduler", folder.path(), None);
    let engine = Engine::parse(&format!("df://{address}")).unwrap();
    let cut = &cuts()[0];
    let error =
        reduce(&lake, ("jobs", &AsOf::Latest), (cut.0, &cut.1), (&engine, PIECES)).unwrap_err();
    assert_eq!(error.code(), "E0511", "{error}");
    assert!(error.what().contains("no executor"), "{error}");
}
