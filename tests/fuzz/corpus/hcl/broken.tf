a {
  b = [1, 2
  c = {
    d = "x
}
e "f {
  g = 1
}
h = <<EOT x
i
EOT
