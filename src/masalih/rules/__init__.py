"""What a cell, a record and a table may say; `masalih.validation` reads and applies it."""
