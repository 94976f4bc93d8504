-- SPDX-License-Identifier: Apache-2.0
-- Security groups: what may come in, what may go out, and whether somebody can tell why.
local network = lib "network"

model "aws.ec2.ingress" {
  label  = { en = "Security group inbound rule", ja = "セキュリティグループのインバウンドルール" },
  fields = { protocol = text, from = number, to = number, ipv4 = list, ipv6 = list },
}

model "aws.ec2.egress" {
  label  = { en = "Security group outbound rule", ja = "セキュリティグループのアウトバウンドルール" },
  fields = { protocol = text, from = number, to = number, ipv4 = list, ipv6 = list },
}

-- What a written reason belongs to: here one range or peer, where AWS Config lists several in one rule.
model "aws.ec2.traffic" {
  label  = { en = "Security group rule", ja = "セキュリティグループのルール" },
  fields = { description = text },
}

model "aws.ec2.security_group" {
  label  = { en = "Security group", ja = "セキュリティグループ" },
  fields = { name = text, default = flag, description = text, ingress = list, egress = list },
}

local ports_of_template = { protocol = "IpProtocol", from = "FromPort", to = "ToPort", ipv4 = "CidrIp", ipv6 = "CidrIpv6" }
local ports_of_terraform = {
  protocol = "protocol", from = "from_port", to = "to_port", ipv4 = "cidr_blocks", ipv6 = "ipv6_cidr_blocks",
}
local ports_of_terraform_rule = {
  protocol = "ip_protocol", from = "from_port", to = "to_port", ipv4 = "cidr_ipv4", ipv6 = "cidr_ipv6",
}
local ports_of_record = {
  protocol = "ipProtocol", from = "fromPort", to = "toPort",
  ipv4 = { "ipRanges[*]", "ipv4Ranges[*].cidrIp", join = true }, ipv6 = "ipv6Ranges[*].cidrIpv6",
}

local function with_each(fields, path, when)
  local ret = { each = path, when = when }
  for k, v in pairs(fields) do ret[k] = v end
  return ret
end

bind "aws.ec2.ingress" "cloudformation:AWS::EC2::SecurityGroup" (with_each(ports_of_template, "SecurityGroupIngress"))
bind "aws.ec2.ingress" "cloudformation:AWS::EC2::SecurityGroupIngress" (ports_of_template)
bind "aws.ec2.ingress" "aws-config:AWS::EC2::SecurityGroup" (with_each(ports_of_record, "configuration.ipPermissions"))

for _, kind in ipairs { "aws_security_group", "aws_default_security_group" } do
  bind "aws.ec2.ingress" ("terraform:" .. kind) (with_each(ports_of_terraform, "ingress"))
  bind "aws.ec2.egress" ("terraform:" .. kind) (with_each(ports_of_terraform, "egress"))
end
bind "aws.ec2.ingress" "terraform:aws_security_group_rule" (
  with_each(ports_of_terraform, nil, { "type", is = "ingress" }))
bind "aws.ec2.egress" "terraform:aws_security_group_rule" (
  with_each(ports_of_terraform, nil, { "type", is = "egress" }))
bind "aws.ec2.ingress" "terraform:aws_vpc_security_group_ingress_rule" (ports_of_terraform_rule)
bind "aws.ec2.egress" "terraform:aws_vpc_security_group_egress_rule" (ports_of_terraform_rule)

bind "aws.ec2.egress" "cloudformation:AWS::EC2::SecurityGroup" (with_each(ports_of_template, "SecurityGroupEgress"))
bind "aws.ec2.egress" "cloudformation:AWS::EC2::SecurityGroupEgress" (ports_of_template)
bind "aws.ec2.egress" "aws-config:AWS::EC2::SecurityGroup" (with_each(ports_of_record, "configuration.ipPermissionsEgress"))

bind "aws.ec2.traffic" "cloudformation:AWS::EC2::SecurityGroup" {
  each = { "SecurityGroupIngress", "SecurityGroupEgress" },
  description = "Description",
}
bind "aws.ec2.traffic" "cloudformation:AWS::EC2::SecurityGroupIngress" { description = "Description" }
bind "aws.ec2.traffic" "cloudformation:AWS::EC2::SecurityGroupEgress" { description = "Description" }
for _, kind in ipairs { "aws_security_group", "aws_default_security_group" } do
  bind "aws.ec2.traffic" ("terraform:" .. kind) { each = { "ingress", "egress" }, description = "description" }
end
for _, kind in ipairs {
  "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule",
} do
  bind "aws.ec2.traffic" ("terraform:" .. kind) { description = "description" }
end

bind "aws.ec2.traffic" "aws-config:AWS::EC2::SecurityGroup" {
  -- inbound only: every new group has an outbound rule that nobody wrote
  each = { "configuration.ipPermissions[*].ipv4Ranges[*]", "configuration.ipPermissions[*].ipv6Ranges[*]" },
  description = "description",
}

bind "aws.ec2.security_group" "cloudformation:AWS::EC2::SecurityGroup" {
  names       = "GroupName",
  name        = "GroupName",
  default     = { default = false },    -- a template cannot declare the default group
  description = "GroupDescription",
  ingress     = "SecurityGroupIngress",
  egress      = "SecurityGroupEgress",
}
bind "aws.ec2.security_group" "terraform:aws_security_group" {
  names       = "name",
  name        = "name",
  default     = { default = false },
  description = { "description", default = "Managed by Terraform" },
  ingress     = "ingress",
  egress      = "egress",
}
bind "aws.ec2.security_group" "terraform:aws_default_security_group" {
  name        = { default = "default" },
  default     = { default = true },
  description = { default = "default VPC security group" },
  ingress     = "ingress",
  egress      = "egress",
}

bind "aws.ec2.security_group" "aws-config:AWS::EC2::SecurityGroup" {
  names       = "configuration.groupId",
  name        = "configuration.groupName",
  default     = { "configuration.groupName", is = "default" },
  description = "configuration.description",
  ingress     = "configuration.ipPermissions",
  egress      = "configuration.ipPermissionsEgress",
}

-- ---- ports and ranges ---------------------------------------------------------------------------------------

local all_protocols <const> = { ["-1"] = true, all = true }
local with_ports <const> = { tcp = true, udp = true, ["6"] = true, ["17"] = true }
local tcp <const> = { tcp = true, ["6"] = true }

-- First and last port of a rule, nil for protocols without ports. No ports, or -1, are all ports.
local function span(r, protocols)
  local protocol = r.protocol and r.protocol:lower() or "-1"
  if all_protocols[protocol] then return 0, 65535 end
  if not protocols[protocol] then return nil end
  local from, to = r.from or -1, r.to or -1
  if from < 0 or to < 0 then return 0, 65535 end
  return from, to
end

local function covers(r, p)
  local from, to = span(r, tcp)
  return from ~= nil and from <= p and p <= to
end

local function covers_all(r)
  local from, to = span(r, with_ports)
  return from ~= nil and from <= 1 and to >= 65535
end

local function everybody(list)
  for c in each(list) do
    if network.anyone(c) then return true end
  end
end

-- The field that lets the whole internet in; nil when the rule is narrower.
local function open(r)
  return everybody(r.ipv4) and "ipv4" or everybody(r.ipv6) and "ipv6" or nil
end

-- ---- inbound ------------------------------------------------------------------------------------------------

local world = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }

local function admin_port(name, number, label, family, cis, aka)
  local v6 = family == "ipv6"
  rule("aws-sg-" .. name .. "-open-" .. family) {
    title    = {
      en = label .. " is open to all of " .. (v6 and "IPv6" or "IPv4"),
      ja = label .. "が" .. (v6 and "IPv6" or "IPv4") .. "の全アドレスに開放されている",
    },
    severity = "high",
    on       = "aws.ec2.ingress",
    items    = { cis, "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
    refs     = { "cwe:284" },
    aka      = aka,
    why      = {
      en = "Every host on the internet can try passwords, stolen keys and new exploits against the service.",
      ja = "インターネット上のどこからでもパスワードの総当たりや窃取した鍵、未修正の脆弱性を試せる。",
    },
    fix      = {
      en = "Limit the source to known addresses (" .. (v6 and "CidrIpv6" or "CidrIp")
        .. ", Terraform: " .. (v6 and "ipv6_cidr_blocks, cidr_ipv6" or "cidr_blocks, cidr_ipv4")
        .. "), or use Session Manager and close port " .. number .. ".",
      ja = (v6 and "CidrIpv6" or "CidrIp") .. "（Terraform: " .. (v6 and "ipv6_cidr_blocks、cidr_ipv6" or "cidr_blocks、cidr_ipv4")
        .. "）を接続元のアドレスに限定する。またはSession Managerを使い、ポート" .. number .. "を閉じる。",
    },
    check    = function(r)
      if covers(r, number) and not covers_all(r) and everybody(r[family]) then fail(family) end
    end,
  }
end

admin_port("ssh", 22, "SSH", "ipv4", "cis-aws-3.0.0:5.2",
  { "checkov:CKV_AWS_24", "trivy:AWS-0107", "guard:INCOMING_SSH_DISABLED" })
admin_port("ssh", 22, "SSH", "ipv6", "cis-aws-3.0.0:5.3", { "checkov:CKV_AWS_24", "trivy:AWS-0107" })
admin_port("rdp", 3389, "RDP", "ipv4", "cis-aws-3.0.0:5.2", { "checkov:CKV_AWS_25", "trivy:AWS-0107" })
admin_port("rdp", 3389, "RDP", "ipv6", "cis-aws-3.0.0:5.3", { "checkov:CKV_AWS_25", "trivy:AWS-0107" })

-- Tells what is open to everybody; the rules about single ports leave such openings to it.
local function all_ports(id, family, cis, aka)
  local v6 = family == "ipv6"
  rule(id) {
    title    = {
      en = "All ports are open to all of " .. (v6 and "IPv6" or "IPv4"),
      ja = "全ポートが" .. (v6 and "IPv6" or "IPv4") .. "の全アドレスに開放されている",
    },
    severity = "critical",
    on       = "aws.ec2.ingress",
    items    = { cis, "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
    refs     = { "cwe:284" },
    aka      = aka,
    fix      = {
      en = "Name only the ports that are needed in FromPort and ToPort (Terraform: from_port, to_port), and "
        .. "limit the source.",
      ja = "FromPortとToPort（Terraform: from_port、to_port）に必要なポートだけを指定し、接続元を限定する。",
    },
    check    = function(r)
      if covers_all(r) and everybody(r[family]) then fail(family) end
    end,
  }
end

all_ports("aws-sg-all-ports-open", "ipv4", "cis-aws-3.0.0:5.2", {
  "checkov:CKV_AWS_277", "checkov:CKV_AWS_24", "checkov:CKV_AWS_25", "checkov:CKV_AWS_260", "trivy:AWS-0107",
  "guard:INCOMING_SSH_DISABLED", "guard:SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE",
})
all_ports("aws-sg-all-ports-open-ipv6", "ipv6", "cis-aws-3.0.0:5.3", {
  "checkov:CKV_AWS_277", "checkov:CKV_AWS_24", "checkov:CKV_AWS_25", "checkov:CKV_AWS_260", "trivy:AWS-0107",
})

local risky <const> = {
  { 135, "RPC" }, { 139, "NetBIOS" }, { 445, "SMB" }, { 1433, "SQL Server" }, { 1521, "Oracle" }, { 2049, "NFS" },
  { 2375, "Docker" }, { 2379, "etcd" }, { 3306, "MySQL" }, { 4333, "mSQL" }, { 5432, "PostgreSQL" }, { 5439, "Redshift" },
  { 5601, "Kibana" }, { 5900, "VNC" }, { 5985, "WinRM" }, { 6379, "Redis" }, { 9200, "Elasticsearch" }, { 10250, "kubelet" },
  { 11211, "memcached" }, { 27017, "MongoDB" },
}

rule "aws-sg-internal-service-open" {
  title    = {
    en = "A database, file share or management service is open to the internet",
    ja = "データベース、ファイル共有または管理用サービスがインターネットに開放されている",
  },
  severity = "high",
  on       = "aws.ec2.ingress",
  items    = world,
  refs     = { "cwe:284" },
  fix      = {
    en = "Set the source to the security group or the addresses of the clients.",
    ja = "接続元をクライアントのセキュリティグループまたはアドレスに限定する。",
  },
  check    = function(r)
    local from, to = span(r, with_ports)
    if not from or covers_all(r) then return end
    for _, p in ipairs(risky) do
      local where = from <= p[1] and p[1] <= to and open(r)
      if where then
        fail(where, { en = "port %s (%s) is open", ja = "ポート%s（%s）が開放されている", p[1], p[2] })
        return
      end
    end
  end,
}

rule "aws-sg-http-open" {
  title    = { en = "Port 80 is open to the internet", ja = "ポート80がインターネットに開放されている" },
  severity = "low",
  on       = "aws.ec2.ingress",
  items    = { "ds200-2:3-2" },
  aka      = { "checkov:CKV_AWS_260" },
  fix      = {
    en = "Publish over HTTPS through a load balancer and admit port 80 from it only.",
    ja = "ロードバランサーでHTTPSとして公開し、ポート80はロードバランサーからのみ許可する。",
  },
  check    = function(r)
    local where = covers(r, 80) and not covers_all(r) and open(r)
    if where then fail(where) end
  end,
}

rule "aws-sg-wide-port-range-open" {
  title    = {
    en = "A wide range of ports is open to the internet",
    ja = "広い範囲のポートがインターネットに開放されている",
  },
  severity = "medium",
  on       = "aws.ec2.ingress",
  items    = { "ds200-2:3-2", "ds200-2:3-3", "ds200-3:2-2", "muni-3:16" },
  fix      = {
    en = "Write one rule for each port that is needed.",
    ja = "必要なポートごとにルールを作成し、範囲を狭める。",
  },
  check    = function(r)
    local from, to = span(r, with_ports)
    if not from or to - from < 10 or covers_all(r) then return end
    local where = open(r)
    if where then fail(where, { en = "%s to %s", ja = "%sから%sまで", from, to }) end
  end,
}

local cleartext <const> = { [20] = "FTP", [21] = "FTP", [23] = "Telnet", [512] = "rexec", [513] = "rlogin", [514] = "rsh" }

rule "aws-sg-cleartext-service" {
  title    = { en = "FTP, Telnet or an r-service is admitted", ja = "FTP、Telnetまたはr系サービスの通信を許可している" },
  severity = "medium",
  on       = "aws.ec2.ingress",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:20" },
  refs     = { "cwe:319" },
  aka      = { "guard:RESTRICTED_INCOMING_TRAFFIC" },
  why      = {
    en = "These services send passwords and data in plain text, inside a private network too.",
    ja = "これらのサービスは、内部ネットワークであってもパスワードとデータを平文で送る。",
  },
  fix      = { en = "Use SSH or SFTP and remove the rule.", ja = "SSHまたはSFTPに置き換え、このルールを削除する。" },
  check    = function(r)
    local from, to = span(r, tcp)
    if not from or to - from > 1 then return end                    -- a range is not about one service
    local name = cleartext[from] or cleartext[to]
    if name then fail("from", { en = "port %s is %s", ja = "ポート%sは%s", cleartext[from] and from or to, name }) end
  end,
}

rule "aws-sg-ingress-all-protocols" {
  title    = { en = "An inbound rule admits every protocol", ja = "インバウンドルールが全プロトコルを許可している" },
  severity = "low",
  on       = "aws.ec2.ingress",
  aka      = { "guard:SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE" },
  fix      = {
    en = "Set IpProtocol (Terraform: protocol) to the protocol that is needed and name its ports.",
    ja = "IpProtocol（Terraform: protocol）に必要なプロトコルを指定し、ポートを限定する。",
  },
  check    = function(r)
    if not r.protocol or not all_protocols[r.protocol:lower()] then return end
    if not open(r) then fail("protocol") end            -- all ports for everybody have a rule of their own
  end,
}

rule "aws-sg-ingress-not-single-host" {
  title    = {
    en = "An inbound rule admits a range of addresses instead of single hosts",
    ja = "インバウンドルールが単一ホストではなくアドレス範囲を許可している",
  },
  severity = "info",
  on       = "aws.ec2.ingress",
  aka      = { "guard:SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE" },
  fix      = {
    en = "Name single hosts (/32, /128), or a security group as the source.",
    ja = "単一ホスト（/32、/128）またはセキュリティグループを接続元に指定する。",
  },
  check    = function(r)                        -- what is open to everybody is no matter of single hosts
    for c in each(r.ipv4) do
      local bits = not network.anyone(c) and cidr.bits(c)
      if bits and bits < 32 then fail("ipv4") return end
    end
    for c in each(r.ipv6) do
      local bits = not network.anyone(c) and cidr.bits(c)
      if bits and bits < 128 then fail("ipv6") return end
    end
  end,
}

-- ---- outbound -----------------------------------------------------------------------------------------------

rule "aws-sg-egress-unrestricted" {
  title    = {
    en = "Outbound traffic to the internet is not limited to any port",
    ja = "インターネットへのアウトバウンド通信がポートで制限されていない",
  },
  severity = "medium",
  on       = "aws.ec2.egress",
  items    = { "ds200-2:3-6", "muni-3:16" },
  aka      = { "checkov:CKV_AWS_382", "trivy:AWS-0104" },
  why      = {
    en = "Malicious software on the host can reach its operator and carry data away on any port.",
    ja = "ホストに侵入したマルウェアが任意のポートで外部と通信し、データを持ち出せる。",
  },
  fix      = {
    en = "Name the destinations and ports that are needed in SecurityGroupEgress (Terraform: egress).",
    ja = "SecurityGroupEgress（Terraform: egress）に必要な宛先とポートだけを指定する。",
  },
  check    = function(r)
    local where = covers_all(r) and open(r)
    if where then fail(where) end
  end,
}

rule "aws-sg-egress-port-range" {
  title    = { en = "An outbound rule spans several ports", ja = "アウトバウンドルールが複数のポートにまたがっている" },
  severity = "info",
  on       = "aws.ec2.egress",
  aka      = { "guard:SECURITY_GROUP_EGRESS_PORT_RANGE_RULE" },
  fix      = {
    en = "Write one rule for each port: FromPort equal to ToPort (Terraform: from_port, to_port).",
    ja = "FromPortとToPort（Terraform: from_port、to_port）を同じ値とし、ポートごとにルールを作成する。",
  },
  check    = function(r)
    local from, to = span(r, with_ports)
    if not from or from == to or covers_all(r) and open(r) then return end
    fail("from")
  end,
}

-- ---- the group ----------------------------------------------------------------------------------------------

rule "aws-sg-rule-no-description" {
  title    = { en = "A security group rule has no description", ja = "セキュリティグループのルールに説明がない" },
  severity = "info",
  on       = "aws.ec2.traffic",
  aka      = { "checkov:CKV_AWS_23", "trivy:AWS-0124", "guard:SECURITY_GROUP_DESCRIPTION_RULE" },
  why      = {
    en = "Without a reason nobody can tell whether an opening is still needed, so it stays.",
    ja = "理由が分からない許可は、不要になっても削除されずに残る。",
  },
  fix      = {
    en = "Say in Description (Terraform: description) who needs the rule and why.",
    ja = "Description（Terraform: description）に利用者と目的を記載する。",
  },
  check    = function(r)
    if unresolved(r, "description") then return end         -- something is said
    if not r.description or r.description:trim() == "" then fail("description") end
  end,
}

rule "aws-sg-default-has-rules" {
  title    = {
    en = "The default security group admits traffic",
    ja = "デフォルトのセキュリティグループが通信を許可している",
  },
  severity = "medium",
  on       = "aws.ec2.security_group",
  origins  = { "aws-config", "terraform" },     -- a template cannot declare the default group
  items    = { "cis-aws-3.0.0:5.4", "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV2_AWS_12", "trivy:AWS-0173" },
  fix      = {
    en = "Remove every inbound and outbound rule of the group and give resources groups of their own.",
    ja = "デフォルトのセキュリティグループの全ルールを削除し、リソースには専用のグループを割り当てる。",
  },
  check    = function(g)
    if not g.default then return skip() end
    if g.ingress and #g.ingress > 0 then fail("ingress")
    elseif g.egress and #g.egress > 0 then fail("egress") end
  end,
}

rule "aws-sg-no-description" {
  title    = { en = "A security group has no description", ja = "セキュリティグループに説明がない" },
  severity = "info",
  on       = "aws.ec2.security_group",
  origins  = { "terraform" },           -- a template must say it
  aka      = { "checkov:CKV_AWS_23", "trivy:AWS-0099" },
  fix      = {
    en = "Say in description what the group is for; changing it replaces the group.",
    ja = "descriptionに用途を記載する（変更するとグループが置換される）。",
  },
  check    = function(g)
    if unresolved(g, "description") then return end         -- something is said
    if includes({ "", "Managed by Terraform" }, (g.description or ""):trim()) then fail("description") end
  end,
}
