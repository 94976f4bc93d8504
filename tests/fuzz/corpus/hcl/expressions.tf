a = [for x in l : x.y[*].z if !x.off]
b = l.*.id.0.name
c = -(1 + 2.5e-3) * 4 % 3 >= 1 && !d || e == null
f = provider::aws::arn_parse(g...)
h = { (k) = 1, "${j}-x" : 2, m.n = 3 }
i = a ? b : c ? d[0] : e["k"].0.x
j = <<E
E
