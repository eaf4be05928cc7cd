{{ tel_feit("leden", "peildatum") }}
