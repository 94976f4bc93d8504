import re,sys
# HCL-ish to the subset of the tests: {a=1} -> {"a":1}, outside quotes
for l in sys.stdin:
    l=l.rstrip('\n')
    if not l: continue
    if l.startswith('#'): print(l); continue
    parts=re.split(r'("(?:\\.|[^"\\])*")',l)
    for i in range(0,len(parts),2):
        parts[i]=re.sub(r'([{,] *)([A-Za-z_]\w*) *=',r'\1"\2":',parts[i]).replace('terraform_data.x.id','unknown')
    s=''.join(parts)
    if 'terraform_data' in s or s.startswith('type(') or '${' in s or '+0.2' in s or '[1023]' in s or s in ('unknown',): continue
    if '1000001' in s: continue
    print(s)
