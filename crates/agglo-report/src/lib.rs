//! Bytes out: a document of answers becomes HTML, SVG, PDF or JSON. No file is written here.
