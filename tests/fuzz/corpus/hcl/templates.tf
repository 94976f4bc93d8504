a = "x ${~ b ~} y\n\t\"\\ \u3042 \U0001F600 $${c} %%{d} $ %"
b = "%{ if a }yes%{ else ~} no %{~ endif }%{ for k, v in m }${k}=${v},%{ endfor }"
c = "${f("${"${a}"}")}"
d = "${a}"
