"""x. Not here: y."""

import streamlit as st

st.title("x")
