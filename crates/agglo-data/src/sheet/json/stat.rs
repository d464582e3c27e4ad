//! JSON-stat 1 and 2: a cube as one row an observation, the last dimension running fastest.

use std::collections::BTreeMap;

use crate::fault::{Fault, Faults};
use crate::intake::{Format, Named, Opened};
use crate::sheet::delimited::twice;
use crate::sheet::json::{File, Value, escaped, few, table};
use crate::sheet::{Record, Sheet};

/// Most cells of a cube: a small document may claim any number of empty ones.
const CELLS: u64 = 100_000_000;

/// Whether a document is JSON-stat.
pub(crate) fn is(value: &Value) -> bool {
    let class = value.get("class").and_then(Value::text);
    matches!(class, Some("dataset" | "collection" | "dimension"))
        || is_dataset(value)
        || value.members().iter().any(|(_, member)| is_dataset(member))
}

fn is_dataset(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    has("dimension") && has("value")
}

/// Opens every dataset of a document.
pub(crate) fn open(file: &File, mut value: Value) -> Result<Opened, Faults> {
    let label = value.get("label").and_then(Value::text).unwrap_or("no label").to_owned();
    let class = value.get("class").and_then(Value::text).unwrap_or_default().to_owned();
    if class == "dimension" {
        return Ok(Opened::Structure(format!("one dimension of JSON-stat ({label}), no data")));
    }
    let mut found = Vec::new();
    if is_dataset(&value) {
        found.push((file.name.clone(), String::new(), value));
    } else if let Some(Value::List(items)) = items(&mut value) {
        let count = items.len();
        for (at, item) in items.into_iter().enumerate().filter(|(_, item)| is_dataset(item)) {
            let name = item.get("label").and_then(Value::text);
            let name = name.map_or_else(|| format!("{} {}", file.name, at + 1), str::to_owned);
            found.push((name, format!("/link/item/{at}"), item));
        }
        if found.is_empty() {
            let what = format!("a collection of {count} references ({label}), no data");
            return Ok(Opened::Structure(format!("{what}: fetch the datasets it names")));
        }
    } else if let Value::Object(members) = value {
        let sets = members.into_iter().filter(|(_, member)| is_dataset(member));
        found.extend(sets.map(|(key, set)| (key.to_string(), format!("/{}", escaped(&key)), set)));
    }
    let single = found.len() == 1;
    let (mut tables, mut faults) = (Vec::new(), Faults::default());
    for (name, base, set) in found {
        let name = if single && name == "dataset" { file.name.clone() } else { name };
        match cube(file, name, base, set) {
            Ok(named) => tables.push(named),
            Err(found) => faults.extend(found.iter().cloned()),
        }
    }
    if faults.is_empty() { Ok(Opened::Tables(tables)) } else { Err(faults) }
}

/// What a collection holds.
fn items(value: &mut Value) -> Option<Value> {
    value.take("link")?.take("item")
}

fn cube(file: &File, name: String, base: String, mut set: Value) -> Result<Named, Faults> {
    let mut notes = file.notes.clone();
    for key in ["label", "source", "updated"] {
        notes.extend(set.get(key).and_then(Value::text).map(|text| format!("{key}: {text}")));
    }
    let (shape, mut faults) = Shape::of(&set, &base, &mut notes)?;
    let values = Cells::of(set.take("value"), &shape, "values");
    let status = match set.take("status") {
        Some(Value::Text(all)) => Ok(Cells::All(all)),
        Some(Value::List(one)) if one.len() == 1 => {
            Ok(Cells::All(one[0].plain().unwrap_or_default().into()))
        }
        status => Cells::of(status, &shape, "flags"),
    };
    let columns: Vec<String> =
        shape.ids.into_iter().chain(["value", "flags"].map(str::to_owned)).collect();
    faults.extend(twice(&columns));
    faults.extend(few(&columns, file.columns).err());
    match (values, status) {
        (Ok(values), Ok(status)) if faults.is_empty() => {
            let (codes, cells) = (shape.codes, shape.cells);
            let cube = Cube { columns, codes, values, status, next: 0, cells, base, notes };
            Ok(table(name, Format::JsonStat, cube))
        }
        (values, status) => {
            let more = values.err().into_iter().chain(status.err());
            faults.extend(more.map(|fault| fault.at(format!("{base}/value"))));
            Err(faults)
        }
    }
}

/// The dimensions of a cube.
struct Shape {
    ids: Vec<String>,
    codes: Vec<Vec<String>>,
    cells: u64,
    /// The sizes, as they are written.
    text: String,
}

impl Shape {
    /// The dimensions, and what is wrong with their sizes.
    fn of(set: &Value, base: &str, notes: &mut Vec<String>) -> Result<(Self, Faults), Fault> {
        let find = |key: &str| {
            set.get(key).or_else(|| set.at(&["dimension", key])).map_or(&[][..], Value::items)
        };
        let ids: Vec<String> =
            find("id").iter().filter_map(|id| id.text().map(str::to_owned)).collect();
        let mut sizes: Vec<usize> = find("size").iter().filter_map(Value::count).collect();
        let mut faults = Faults::default();
        let mut codes = Vec::new();
        for id in &ids {
            let place = format!("{base}/dimension/{}", escaped(id));
            let found = categories(id, set.at(&["dimension", id])).map_err(|own| own.at(&place))?;
            codes.push(found);
        }
        let counts: Vec<usize> = codes.iter().map(Vec::len).collect();
        if ids.is_empty() || sizes.len() != ids.len() && product(&counts) != product(&sizes) {
            let what = format!("`id` names {} dimensions, `size` {}", ids.len(), sizes.len());
            return Err(Fault::new(what).at(base));
        }
        if sizes.len() != ids.len() {
            let (named, given) = (ids.len(), sizes.len());
            notes.push(format!(
                "`id` names {named} dimensions, `size` {given}; their categories make as many cells"
            ));
            sizes.clone_from(&counts);
        }
        for ((id, &count), &size) in ids.iter().zip(&counts).zip(&sizes) {
            if count != size {
                let what = format!("dimension `{id}` has {count} categories, `size` says {size}");
                faults.push(Fault::new(what).at(base));
            }
        }
        let Some(cells) = product(&sizes).filter(|&cells| cells <= CELLS) else {
            return Err(Fault::new(format!("the cube has more than {CELLS} cells")).at(base));
        };
        let text = sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
        Ok((Self { ids, codes, cells, text }, faults))
    }
}

fn product(sizes: &[usize]) -> Option<u64> {
    sizes.iter().try_fold(1_u64, |product, &size| product.checked_mul(size as u64))
}

/// The codes of a dimension, in their order.
fn categories(id: &str, dimension: Option<&Value>) -> Result<Vec<String>, Fault> {
    let category = dimension.and_then(|dimension| dimension.get("category"));
    let Some(category) = category else {
        return Err(Fault::new(format!("dimension `{id}` has no categories")));
    };
    match (category.get("index"), category.get("label")) {
        (Some(Value::List(codes)), _) => Ok(codes.iter().filter_map(Value::plain).collect()),
        (Some(Value::Object(places)), _) => {
            let mut placed: Vec<(usize, &str)> =
                places.iter().filter_map(|(code, at)| Some((at.count()?, &**code))).collect();
            placed.sort_unstable();
            if placed.len() < places.len()
                || placed.iter().enumerate().any(|(at, (place, _))| at != *place)
            {
                let what = format!("the positions of dimension `{id}` are not 0, 1, 2 …");
                return Err(Fault::new(what));
            }
            Ok(placed.into_iter().map(|(_, code)| code.to_owned()).collect())
        }
        (_, label) => {
            let label = label.map_or(&[][..], Value::members);
            Ok(label.iter().map(|(code, _)| code.to_string()).collect())
        }
    }
}

/// Values of the cells of a cube.
enum Cells {
    List(Vec<Value>),
    Sparse(BTreeMap<u64, Value>),
    All(Box<str>),
}

impl Cells {
    fn of(value: Option<Value>, shape: &Shape, what: &str) -> Result<Self, Fault> {
        let (cells, shape) = (shape.cells, &shape.text);
        match value {
            None | Some(Value::Null) => Ok(Self::Sparse(BTreeMap::new())),
            Some(Value::List(list)) if list.len() as u64 == cells => Ok(Self::List(list)),
            Some(Value::List(list)) => Err(Fault::new(format!(
                "`size` is {shape} = {cells} cells, but there are {} {what}",
                list.len()
            ))),
            Some(Value::Object(members)) => {
                let mut sparse = BTreeMap::new();
                for (key, value) in members {
                    let Some(at) = key.parse().ok().filter(|&at: &u64| at < cells) else {
                        let what = format!("`{key}` names no cell of {shape} = {cells}");
                        return Err(Fault::new(what));
                    };
                    sparse.insert(at, value);
                }
                Ok(Self::Sparse(sparse))
            }
            Some(_) => Err(Fault::new(format!("the {what} are neither a list nor an object"))),
        }
    }

    fn get(&self, at: u64) -> Option<&Value> {
        match self {
            Self::List(list) => list.get(usize::try_from(at).ok()?),
            Self::Sparse(sparse) => sparse.get(&at),
            Self::All(_) => None,
        }
    }
}

/// The observations of a dataset.
struct Cube {
    columns: Vec<String>,
    codes: Vec<Vec<String>>,
    values: Cells,
    status: Cells,
    next: u64,
    cells: u64,
    /// Pointer to the dataset.
    base: String,
    notes: Vec<String>,
}

impl Sheet for Cube {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if self.next == self.cells {
            return Ok(false);
        }
        let at = self.next;
        self.next += 1;
        record.start(at);
        let mut left = self.cells;
        let mut rest = at;
        for codes in &self.codes {
            left /= codes.len() as u64;
            let place = usize::try_from(rest / left).unwrap_or_default();
            rest %= left;
            record.push(codes.get(place).map_or("", String::as_str));
        }
        match self.values.get(at) {
            None | Some(Value::Null) => record.push(""),
            Some(Value::Number(number)) => record.push(&number.to_string()),
            Some(other) => {
                let fault = Fault::new("not a number").at(self.place(at, None));
                let shown = other.plain().unwrap_or_else(|| "a list or an object".to_owned());
                return Err(fault.value(&shown).into());
            }
        }
        match (&self.status, self.status.get(at)) {
            (Cells::All(flags), _) => record.push(flags),
            (_, flags) => record.push(&flags.and_then(Value::plain).unwrap_or_default()),
        }
        Ok(true)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        format!("{}/value/{at}", self.base)
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}
