{{ tel_personen("leners") }}
