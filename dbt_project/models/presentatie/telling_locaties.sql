{{ tel_feit("locaties", "peildatum") }}
