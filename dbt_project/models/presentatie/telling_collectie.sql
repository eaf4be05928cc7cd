{{ tel_feit("collectie", "peildatum") }}
