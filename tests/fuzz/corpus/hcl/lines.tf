a { b = "foo", c = "bar" }
a { b = "foo"
}
a { d {} }
}
a = 1
a = 2
