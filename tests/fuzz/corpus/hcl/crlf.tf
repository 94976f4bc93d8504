a = 1
b = "x"
c = <<E
  y
E
