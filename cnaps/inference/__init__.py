"""Networks in the form in which a processor runs them fastest, built from the plain ones at load."""

from cnaps.inference.form import Form, inference_form, plain_form

__all__ = ["Form", "inference_form", "plain_form"]
