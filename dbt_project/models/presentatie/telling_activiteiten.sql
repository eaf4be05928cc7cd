{{ tel_feit("activiteiten", "maand") }}
