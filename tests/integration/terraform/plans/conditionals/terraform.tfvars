environment = "test"
settings    = { encrypted = true }
