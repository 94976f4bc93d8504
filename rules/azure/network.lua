-- SPDX-License-Identifier: Apache-2.0
-- Azure networks: security groups and their rules, subnets, network interfaces, firewalls.
local network = lib "network"

model "azure.network.rule" {
  label  = { en = "Network security rule", ja = "ネットワークセキュリティ規則" },
  fields = {
    direction = text, access = text, protocol = text, priority = number,
    source = text, sources = list, destination = text, destinations = list, port = text, ports = list,
  },
}

local rule_of_group = {
  direction    = { "direction", default = "" },
  access       = { "access", default = "" },
  protocol     = { "protocol", default = "*" },
  priority     = "priority",
  source       = "source_address_prefix",
  sources      = "source_address_prefixes",
  destination  = "destination_address_prefix",
  destinations = "destination_address_prefixes",
  port         = "destination_port_range",
  ports        = "destination_port_ranges",
}

bind "azure.network.rule" "terraform:azurerm_network_security_rule" (rule_of_group)
rule_of_group.each = "security_rule"
bind "azure.network.rule" "terraform:azurerm_network_security_group" (rule_of_group)

model "azure.network.subnet" {
  label  = { en = "Subnet", ja = "サブネット" },
  fields = { name = text, group = flag },
}

bind "azure.network.subnet" "terraform:azurerm_subnet" {
  with  = { link = { "terraform:azurerm_subnet_network_security_group_association", by = "subnet_id" } },
  names = "name",
  name  = "name",
  group = { "link:network_security_group_id", present = true },
}
bind "azure.network.subnet" "terraform:azurerm_virtual_network" {
  each  = "subnet",
  name  = "name",
  group = { "security_group", present = true },
}

model "azure.network.interface" {
  label  = { en = "Network interface", ja = "ネットワークインターフェース" },
  fields = { public_ip = flag, forwarding = flag },
}

bind "azure.network.interface" "terraform:azurerm_network_interface" {
  public_ip  = { "ip_configuration[*].public_ip_address_id", present = true },
  forwarding = { "ip_forwarding_enabled", "enable_ip_forwarding", default = false },
}

model "azure.network.firewall" {
  label  = { en = "Azure Firewall", ja = "Azure Firewall" },
  fields = { threats = text, policy = flag, tier = text },
}

bind "azure.network.firewall" "terraform:azurerm_firewall" {
  threats = { "threat_intel_mode", default = "Alert" },
  tier    = { "sku_tier", default = "Standard" },
  policy  = { "firewall_policy_id", present = true },
}
bind "azure.network.firewall" "terraform:azurerm_firewall_policy" {
  threats = { "threat_intelligence_mode", default = "Alert" },
  tier    = { "sku", default = "Standard" },
  policy  = { default = false },
}

-- ---- ports and addresses ------------------------------------------------------------------------

local everybody <const> = { ["*"] = true, internet = true, any = true }

local function anyone(address)
  return everybody[address:lower()] or address:ends("/0") or network.anyone(address)
end

-- The field that names everybody, nil when none does.
local function open(r, one, many)
  if r[one] ~= nil and r[one] ~= "" and anyone(r[one]) then return one end
  for a in each(r[many]) do
    if a ~= "" and anyone(a) then return many end
  end
  return nil
end

local function in_range(range, from, to)
  if range == "*" then return true end
  local first, last = re.match(range, "^([0-9]+) *- *([0-9]+)$")
  first, last = tonumber(first or range), tonumber(last or range)
  return first ~= nil and first <= from and to <= last
end

-- Does the rule cover all ports between these two? A rule without ports speaks of all.
local function covers(r, from, to)
  local none = r.port == nil or r.port == ""
  if not none and in_range(r.port, from, to) then return true end
  for p in each(r.ports) do
    none = false
    if in_range(tostring(p), from, to) then return true end
  end
  return none
end

local function speaks(r, protocol)
  local own = r.protocol:lower()
  return own == "*" or own == protocol
end

local function is(r, direction, access)
  return r.direction:lower() == direction and r.access:lower() == access
end

-- An earlier rule of the same group that turns the same traffic away.
local function denied_before(r, protocol, from, to)
  if not known(r, "priority") or r.priority == nil then return false end
  for d in each(resources("azure.network.rule")) do
    if address(d) == address(r)
      and known(d, "access", "direction", "priority", "protocol", "source", "sources", "port", "ports")
      and is(d, "inbound", "deny") and d.priority and d.priority < r.priority and speaks(d, protocol)
      and open(d, "source", "sources") and covers(d, from, to) then
      return true
    end
  end
  return false
end

-- The field by which this rule lets everybody on the internet reach these ports; nil when it does not.
local function lets_in(r, protocol, from, to)
  if not is(r, "inbound", "allow") or not speaks(r, protocol) or not covers(r, from, to) then return nil end
  local by = open(r, "source", "sources")
  return by and not denied_before(r, protocol, from, to) and by or nil
end

-- ---- inbound ------------------------------------------------------------------------------------

local function admin_port(name, label, port, cis2, cis3, aka)
  rule("azure-nsg-" .. name .. "-open") {
    title    = {
      en = label .. " is open to the internet",
      ja = label .. "がインターネットに開放されている",
    },
    severity = "high",
    on       = "azure.network.rule",
    items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20", cis2, cis3 },
    refs     = { "cwe:284" },
    aka      = aka,
    why      = {
      en = "Every host on the internet can try passwords, stolen keys and new exploits against the service.",
      ja = "インターネット上のどこからでもパスワードの総当たりや窃取した鍵、未修正の脆弱性を試せる。",
    },
    fix      = {
      en = "Limit source_address_prefix to known addresses, or use Azure Bastion and close port " .. port .. ".",
      ja = "source_address_prefixを接続元のアドレスに限定する。またはAzure Bastionを使い、ポート" .. port .. "を閉じる。",
    },
    check    = function(r)
      if covers(r, 1, 65535) then return end        -- said by azure-nsg-all-ports-open
      local by = lets_in(r, "tcp", port, port)
      if by then fail(by) end
    end,
  }
end

admin_port("ssh", "SSH", 22, "cis-azure-2.0.0:6.2", "cis-azure-3.0.0:7.2",
  { "checkov:CKV_AZURE_10", "trivy:AZU-0050" })
admin_port("rdp", "RDP", 3389, "cis-azure-2.0.0:6.1", "cis-azure-3.0.0:7.1",
  { "checkov:CKV_AZURE_9", "trivy:AZU-0048" })

rule "azure-nsg-http-open" {
  title    = { en = "Plain HTTP is open to the internet", ja = "HTTPがインターネットに開放されている" },
  severity = "low",
  on       = "azure.network.rule",
  items    = { "ds200-2:3-2", "cis-azure-2.0.0:6.4", "cis-azure-3.0.0:7.4" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_160" },
  fix      = {
    en = "Close port 80; publish through Application Gateway or Front Door, which redirect to HTTPS.",
    ja = "ポート80を閉じ、HTTPSへ転送するApplication GatewayやFront Doorを通じて公開する。",
  },
  check    = function(r)
    if covers(r, 1, 65535) then return end          -- said by azure-nsg-all-ports-open
    local by = lets_in(r, "tcp", 80, 80)
    if by then fail(by) end
  end,
}

rule "azure-nsg-udp-open" {
  title    = { en = "UDP is open to the internet", ja = "UDPがインターネットに開放されている" },
  why      = {
    en = "UDP services answer forged senders, which makes them amplifiers of attacks on others.",
    ja = "UDPのサービスは送信元を偽った要求にも応答し、第三者への攻撃の増幅に使われる。",
  },
  severity = "medium",
  on       = "azure.network.rule",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "cis-azure-2.0.0:6.3", "cis-azure-3.0.0:7.3" },
  refs     = { "cwe:406" },
  aka      = { "checkov:CKV_AZURE_77" },
  fix      = {
    en = "Limit source_address_prefix, or set protocol to Tcp.",
    ja = "source_address_prefixを限定するか、protocolをTcpに設定する。",
  },
  check    = function(r)
    if not is(r, "inbound", "allow") or not speaks(r, "udp") then return end
    local by = open(r, "source", "sources")
    if by and not denied_before(r, "udp", 1, 65535) then fail(by) end
  end,
}

rule "azure-nsg-all-ports-open" {
  title    = { en = "Every port is open to the internet", ja = "全ポートがインターネットに開放されている" },
  severity = "critical",
  on       = "azure.network.rule",
  items    = {
    "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20", "cis-azure-2.0.0:6.1", "cis-azure-2.0.0:6.2",
    "cis-azure-2.0.0:6.4", "cis-azure-3.0.0:7.1", "cis-azure-3.0.0:7.2", "cis-azure-3.0.0:7.4",
  },
  refs     = { "cwe:284" },
  aka      = {
    "checkov:CKV_AZURE_9", "checkov:CKV_AZURE_10", "checkov:CKV_AZURE_160",
    "trivy:AZU-0047", "trivy:AZU-0048", "trivy:AZU-0050",
  },
  fix      = {
    en = "Name the ports that are needed in destination_port_range and limit source_address_prefix.",
    ja = "destination_port_rangeに必要なポートだけを指定し、source_address_prefixを限定する。",
  },
  check    = function(r)
    local by = lets_in(r, "tcp", 1, 65535)
    if by then fail(by) end
  end,
}

-- Services that nobody should reach from the internet; 22, 80 and 3389 have rules of their own.
local inner <const> = {
  { 21, "FTP" }, { 23, "Telnet" }, { 135, "RPC" }, { 445, "SMB" }, { 1433, "SQL Server" }, { 1521, "Oracle" },
  { 2375, "Docker" }, { 3306, "MySQL" }, { 5432, "PostgreSQL" }, { 5900, "VNC" }, { 5985, "WinRM" },
  { 5986, "WinRM" }, { 6379, "Redis" }, { 9200, "Elasticsearch" }, { 11211, "memcached" }, { 27017, "MongoDB" },
}

rule "azure-nsg-inner-service-open" {
  title    = {
    en = "A database or an administrative service is open to the internet",
    ja = "データベースや管理用のサービスがインターネットに開放されている",
  },
  severity = "high",
  on       = "azure.network.rule",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Limit source_address_prefix to the networks that use the service.",
    ja = "source_address_prefixを、そのサービスを使うネットワークに限定する。",
  },
  check    = function(r)
    if not is(r, "inbound", "allow") or not speaks(r, "tcp") then return end
    if not open(r, "source", "sources") then return end
    if covers(r, 1, 65535) then return end          -- said by azure-nsg-all-ports-open
    for _, service in ipairs(inner) do
      local by = lets_in(r, "tcp", service[1], service[1])
      if by then
        return fail(by, { en = "%s, port %s", ja = "%s、ポート%s", service[2], service[1] })
      end
    end
  end,
}

-- ---- outbound -----------------------------------------------------------------------------------

rule "azure-nsg-egress-anywhere" {
  title    = {
    en = "Outbound traffic to everywhere is allowed on every port",
    ja = "全宛先、全ポートへのアウトバウンド通信が許可されている",
  },
  severity = "low",
  on       = "azure.network.rule",
  items    = { "ds200-2:3-6" },
  aka      = { "trivy:AZU-0051" },
  fix      = {
    en = "Name the destinations in destination_address_prefix.",
    ja = "destination_address_prefixで宛先を限定する。",
  },
  check    = function(r)
    if not is(r, "outbound", "allow") or not covers(r, 1, 65535) then return end
    local by = open(r, "destination", "destinations")
    if by then fail(by) end
  end,
}

-- ---- subnets, interfaces, firewalls -------------------------------------------------------------

-- Azure does not take a security group there.
local without_group <const> = {
  "GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet",
}

rule "azure-subnet-no-nsg" {
  title    = { en = "Subnet has no network security group", ja = "サブネットにネットワークセキュリティグループがない" },
  severity = "medium",
  on       = "azure.network.subnet",
  items    = { "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV2_AZURE_31" },
  fix      = {
    en = "Add azurerm_subnet_network_security_group_association for the subnet.",
    ja = "azurerm_subnet_network_security_group_associationでネットワークセキュリティグループを関連付ける。",
  },
  check    = function(s)
    if known(s, "name") and includes(without_group, s.name) then return end
    if not s.group then fail("group") end
  end,
}

rule "azure-nic-public-ip" {
  title    = {
    en = "Network interface has a public address",
    ja = "ネットワークインターフェースにパブリックIPアドレスが割り当てられている",
  },
  severity = "medium",
  on       = "azure.network.interface",
  items    = { "ds200-2:3-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_119", "trivy:AZU-0076" },
  fix      = {
    en = "Remove public_ip_address_id; connect through Azure Bastion, a VPN or a load balancer.",
    ja = "public_ip_address_idを外し、Azure Bastion、VPN、ロードバランサーを経由して接続する。",
  },
  check    = function(n)
    if n.public_ip then fail("public_ip") end
  end,
}

rule "azure-nic-forwarding" {
  title    = {
    en = "Network interface forwards traffic of others",
    ja = "ネットワークインターフェースのIP転送が有効になっている",
  },
  severity = "low",
  on       = "azure.network.interface",
  items    = { "ds200-2:4-4", "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_118", "trivy:AZU-0075" },
  fix      = {
    en = "Set ip_forwarding_enabled to false unless the machine is a router or a firewall.",
    ja = "ルーターやファイアウォールでない限り、ip_forwarding_enabledをfalseに設定する。",
  },
  check    = function(n)
    if n.forwarding then fail("forwarding") end
  end,
}

rule "azure-firewall-threats-not-denied" {
  title    = {
    en = "Azure Firewall lets traffic with known attackers pass",
    ja = "Azure Firewallが既知の攻撃元との通信を遮断していない",
  },
  severity = "medium",
  on       = "azure.network.firewall",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set threat_intel_mode (of a policy: threat_intelligence_mode) to Deny.",
    ja = "threat_intel_mode（ポリシーではthreat_intelligence_mode）をDenyに設定する。",
  },
  check    = function(f)
    if f.policy then return skip() end      -- the policy says so
    if known(f, "tier") and f.tier == "Basic" then return skip() end       -- can do no more than alert
    if f.threats:lower() ~= "deny" then fail("threats") end
  end,
}
