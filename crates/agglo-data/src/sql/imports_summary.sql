-- The part of these purchases that comes from abroad.
select * from io_imports_summary
order by code
