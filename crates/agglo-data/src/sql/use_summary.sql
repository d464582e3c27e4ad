-- Value of what each sector and final use buys of each commodity, and what sectors pay: 71 sectors.
select * from io_use_summary
order by code
