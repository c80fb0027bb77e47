"""The last stage: a build answered over HTTP, to an explorer, by the SPARQL 1.1 Protocol and with a query editor, reading only."""
