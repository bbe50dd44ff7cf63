"""An optional language model that proposes items; never believed without the words in the report."""
