//! What developers run: reference cases, the starter pack, checks of the house.

fn main() {}
