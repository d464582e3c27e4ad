//! A Postgres server of the test's own: its own data, on loopback, gone when the test ends.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) struct Server {
    child: Child,
    tools: PathBuf,
    port: u16,
    setting: &'static str,
    databases: AtomicU32,
    folder: TempDir,
}

/// The folder of the server's tools.
fn tools() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for base in ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt"] {
        let inner = std::fs::read_dir(base).into_iter().flatten().flatten();
        folders.extend(inner.map(|entry| entry.path().join("bin")));
    }
    let all = ["initdb", "postgres", "pg_isready", "createdb"];
    folders.into_iter().find(|folder| all.iter().all(|tool| folder.join(tool).is_file()))
}

/// A command under a user whom the server accepts: it refuses to run as root.
fn command(tool: &Path) -> Command {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]).arg(tool);
        command
    } else {
        Command::new(tool)
    }
}

fn launch(tools: &Path, folder: &Path, port: u16, setting: &str) -> Result<Child, String> {
    command(&tools.join("postgres"))
        .current_dir(folder)
        .args(["-D", "data", "-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
        .args(["-c", setting, "-k"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())
}

fn signal(signal: &str, processes: &[String]) {
    let _ = Command::new("kill").arg(signal).args(processes).stderr(Stdio::null()).status();
}

impl Server {
    /// Starts one that flushes what it commits; why it cannot be started otherwise.
    pub(crate) fn start() -> Result<Self, String> {
        Self::start_with("fsync=on")
    }

    /// Starts one with a setting.
    pub(crate) fn start_with(setting: &'static str) -> Result<Self, String> {
        let tools = tools().ok_or("its tools were not found")?;
        let folder = TempDir::new().map_err(|error| error.to_string())?;
        open_to_all(folder.path())?;
        let made = command(&tools.join("initdb"))
            .current_dir(folder.path())
            .args(["--username", "agglo", "--auth", "trust", "--encoding", "UTF8", "--no-sync"])
            .args(["-D", "data"])
            .output()
            .map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).trim().to_owned());
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|own| own.local_addr());
        let port = port.map_err(|error| error.to_string())?.port();
        let child = launch(&tools, folder.path(), port, setting)?;
        let databases = AtomicU32::new(0);
        let server = Self { child, tools, port, setting, databases, folder };
        server.wait().map(|()| server)
    }

    /// Kills the server with all of its processes, as no server wants to end.
    pub(crate) fn kill(&mut self) {
        let own = self.child.id().to_string();
        // Held, it makes no further process while its own are counted.
        signal("-STOP", std::slice::from_ref(&own));
        let found = Command::new("pgrep").args(["-P", &own]).output().unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        let all: Vec<String> =
            found.split_whitespace().map(str::to_owned).chain([own]).rev().collect();
        signal("-KILL", &all);
        self.child.wait().unwrap();
    }

    /// Starts it again on the data that it left.
    pub(crate) fn revive(&mut self) {
        self.child = launch(&self.tools, self.folder.path(), self.port, self.setting).unwrap();
        self.wait().unwrap();
    }

    fn wait(&self) -> Result<(), String> {
        let until = Instant::now() + Duration::from_mins(1);
        while !self.answers() {
            if Instant::now() > until {
                return Err("the server does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.tools.join(name));
        command.args(["-h", "127.0.0.1", "-U", "agglo", "-p", &self.port.to_string()]);
        command
    }

    fn answers(&self) -> bool {
        let out = self.tool("pg_isready").output();
        out.is_ok_and(|out| out.status.success())
    }

    /// The address of a new database.
    pub(crate) fn database(&self) -> String {
        let name = format!("ledger_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let out = self.tool("createdb").arg(&name).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        format!("postgres://agglo@127.0.0.1:{}/{name}", self.port)
    }
}

#[cfg(unix)]
fn open_to_all(folder: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let all = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(folder, all).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> Result<(), String> {
    Ok(())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
