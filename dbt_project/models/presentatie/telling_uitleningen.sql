{{ tel_feit("uitleningen", "maand") }}
