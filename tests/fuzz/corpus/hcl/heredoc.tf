a = <<-EOT
    one ${a.b}
      two $${x}

    %{ for i in l ~}
    ${i}
    %{ endfor ~}
    EOT
b = f(<<A
x
A
, <<B
y
B
)
