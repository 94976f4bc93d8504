-- SPDX-License-Identifier: Apache-2.0
-- Sakura Cloud networks: packet filters and VPC routers. Both let through what no expression names.
local network = lib "network"
local literal = lib "literal"

-- A list of expressions, read from the top: the first that fits decides.
model "sakura.network.filter" {
  label  = { en = "Packet filter", ja = "パケットフィルタ" },
  fields = {
    outer = flag,                   -- does it judge what comes in from outside?
    expressions = list,             -- { protocol, source_network, destination_port, allow, ... }
  },
}
for _, provider in ipairs({ "sakuracloud", "sakura" }) do
  for _, name in ipairs({ "_packet_filter", "_packet_filter_rules" }) do
    bind "sakura.network.filter" ("terraform:" .. provider .. name) {
      when        = { "expression", "expressions", present = true },
      outer       = { default = true },
      expressions = { "expression", "expressions" },
    }
  end
end

model "sakura.network.router" {
  label  = { en = "VPC router", ja = "VPCルータ" },
  fields = {
    online = flag,                  -- connected to the internet
    firewall = flag, syslog = flag,
    forwards = list,                -- port forwarding: { protocol, public_port, ... }
    pptp = flag,
    ciphers = list,                 -- of site-to-site VPN
  },
}

-- A shared secret or a user's password of a router's VPN.
model "sakura.network.vpn_secret" {
  label  = { en = "Secret of a VPC router's VPN", ja = "VPCルータのVPNの認証情報" },
  fields = { secret = text },
}

for _, kind in ipairs({ "terraform:sakuracloud_vpc_router", "terraform:sakura_vpn_router" }) do
  bind "sakura.network.filter" (kind) {
    each        = "firewall",
    outer       = function(f)
      return (tonumber(get(f, "interface_index") or 0)) == 0 and get(f, "direction") == "receive"
    end,
    expressions = "expression",
  }
  bind "sakura.network.router" (kind) {
    online   = { "internet_connection", default = true },
    firewall = { "firewall", present = true },
    syslog   = { "syslog_host", present = true },
    forwards = "port_forwarding",
    pptp     = { "pptp", present = true },
    ciphers  = {
      "site_to_site_vpn_parameter[*].encryption_algo", "site_to_site_vpn_parameter[*].hash_algo",
      "site_to_site_vpn_parameter[*].dh_group", join = true,
    },
  }
  bind "sakura.network.vpn_secret" (kind) {
    each = { "l2tp", "site_to_site_vpn", "user" }, secret = { "pre_shared_secret", "password" },
  }
end

-- ---- ports and ranges ---------------------------------------------------------------------------------------

local everyone_in <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }

local function text(e, path, older)
  local v = get(e, path)
  if v == nil and older then v = get(e, older) end
  return v == nil and "" or tostring(v)
end

local function from_anywhere(e)
  local source = text(e, "source_network", "source_nw")
  return source == "" or network.anyone(source)
end

local function covers(e, protocol, from, to)
  local given = text(e, "protocol"):lower()
  if given == "ip" then return true end
  if given ~= protocol then return false end
  -- a fixed source port is that of replies
  if text(e, "source_port") ~= "" then return false end
  local ports = text(e, "destination_port", "dest_port")
  if ports == "" then return true end
  local first, last = re.match(ports, "^([0-9]+)(?:-([0-9]+))?$")
  first = tonumber(first)
  if first == nil then return false end
  return first <= from and to <= (tonumber(last) or first)
end

local function allows(e)
  local v = get(e, "allow")
  return v == nil or tostring(v):lower() == "true"
end

-- The expression that lets everyone reach this port; nil when none does or an earlier one refuses them.
local function opened(f, protocol, from, to)
  for e in each(f.expressions) do
    if from_anywhere(e) and covers(e, protocol, from, to) then return allows(e) and e or nil end
  end
end

local function open_ports(r)
  rule("sakura-open-" .. r.name) {
    title    = {
      en = r.en .. " is open to the internet",
      ja = r.ja .. "がインターネットに開放されている",
    },
    severity = r.severity,
    on       = "sakura.network.filter",
    items    = r.items or everyone_in,
    refs     = { "cwe:284" },
    fix      = {
      en = "Set source_network of the expression to the addresses that need it.",
      ja = "expressionのsource_networkに接続元のアドレスを指定する。",
    },
    check    = function(f)
      if not f.outer then return skip() end
      if opened(f, "tcp", 1, 65535) then return end             -- said by sakura-open-all
      for _, p in ipairs(r.ports) do
        local e = opened(f, "tcp", p, p)
        if e then return fail(e, { en = "port %s", ja = "ポート%s", p }) end
      end
    end,
  }
end

local admin <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" }
open_ports { name = "ssh", en = "SSH", ja = "SSH", severity = "high", ports = { 22 }, items = admin }
open_ports { name = "rdp", en = "RDP", ja = "RDP", severity = "high", ports = { 3389 }, items = admin }
open_ports {
  name = "database", en = "A database", ja = "データベースのポート", severity = "high",
  ports = { 3306, 5432, 1433, 1521, 6379, 27017, 9200, 11211 },
}

rule "sakura-open-all" {
  title    = { en = "All ports are open to the internet", ja = "全ポートがインターネットに開放されている" },
  severity = "critical",
  on       = "sakura.network.filter",
  items    = everyone_in,
  refs     = { "cwe:284" },
  fix      = {
    en = "Name the ports in destination_port and the callers in source_network.",
    ja = "destination_portにポートを、source_networkに接続元を指定する。",
  },
  check    = function(f)
    if not f.outer then return skip() end
    local e = opened(f, "tcp", 1, 65535) or opened(f, "udp", 1, 65535)
    if e then fail(e) end
  end,
}

rule "sakura-filter-no-final-deny" {
  title    = {
    en = "Packet filter or firewall does not refuse the rest",
    ja = "パケットフィルタやファイアウォールの最後に全拒否のルールがない",
  },
  severity = "high",
  on       = "sakura.network.filter",
  items    = everyone_in,
  refs     = { "cwe:284" },
  why      = {
    en = "What no expression names is let through.",
    ja = "どのルールにも一致しない通信は許可される。",
  },
  fix      = {
    en = "End with an expression of protocol \"ip\" and allow = false.",
    ja = "最後にprotocol = \"ip\"、allow = falseのexpressionを置く。",
  },
  check    = function(f)
    if not f.outer then return skip() end
    for e in each(f.expressions) do
      if text(e, "protocol") == "ip" and from_anywhere(e) then return end       -- whatever it does, nothing is left
    end
    fail(f)
  end,
}

-- ---- VPC routers --------------------------------------------------------------------------------------------

rule "sakura-router-no-firewall" {
  title    = { en = "VPC router has no firewall", ja = "VPCルータにファイアウォールが設定されていない" },
  severity = "medium",
  on       = "sakura.network.router",
  items    = everyone_in,
  refs     = { "cwe:284" },
  fix      = {
    en = "Add a firewall for interface_index 0 and direction \"receive\".",
    ja = "interface_index 0、direction \"receive\"のfirewallを追加する。",
  },
  check    = function(r)
    if not r.online then return skip() end
    if not r.firewall then fail("firewall") end
  end,
}

local admin_ports <const> = { ["22"] = true, ["3389"] = true, ["3306"] = true, ["5432"] = true, ["1433"] = true }

rule "sakura-router-forwards-admin" {
  title    = { en = "VPC router forwards an administration port", ja = "VPCルータが管理用ポートを転送している" },
  severity = "high",
  on       = "sakura.network.router",
  items    = everyone_in,
  refs     = { "cwe:284" },
  fix      = {
    en = "Remove the port_forwarding and connect through VPN, or limit the callers in a firewall.",
    ja = "port_forwardingを外してVPN経由で接続するか、firewallで接続元を限定する。",
  },
  check    = function(r)
    for f in each(r.forwards) do
      if admin_ports[text(f, "private_port")] or admin_ports[text(f, "public_port")] then
        if r.firewall then return end               -- who may use it is the firewall's to say
        fail(f)
      end
    end
  end,
}

rule "sakura-router-pptp" {
  title    = { en = "VPC router offers PPTP", ja = "VPCルータでPPTPが有効になっている" },
  severity = "high",
  on       = "sakura.network.router",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:327" },
  fix      = {
    en = "Remove pptp; use wire_guard or l2tp.",
    ja = "pptpを外し、wire_guardまたはl2tpを使う。",
  },
  check    = function(r)
    if r.pptp then fail("pptp") end
  end,
}

rule "sakura-router-weak-ipsec" {
  title    = {
    en = "Site-to-site VPN of the VPC router uses weak algorithms",
    ja = "VPCルータのサイト間VPNが弱い暗号を使っている",
  },
  severity = "medium",
  on       = "sakura.network.router",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:327" },
  fix      = {
    en = "Set hash_algo to \"sha256\" and dh_group to \"modp2048\" or better.",
    ja = "hash_algoを\"sha256\"、dh_groupを\"modp2048\"以上に設定する。",
  },
  check    = function(r)
    for a in each(r.ciphers) do
      if re.test(a, "(?i)^(sha1|md5|3?des|modp(768|1024|1536))$") then
        return fail("ciphers", { en = "%s", ja = "%s", a })
      end
    end
  end,
}

rule "sakura-router-no-syslog" {
  title    = { en = "VPC router sends its log nowhere", ja = "VPCルータのログが転送されていない" },
  severity = "low",
  on       = "sakura.network.router",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  fix      = { en = "Set syslog_host.", ja = "syslog_hostを設定する。" },
  check    = function(r)
    if not r.syslog then fail("syslog") end
  end,
}

rule "sakura-router-secret-literal" {
  title    = {
    en = "Secret of the VPC router's VPN is written in the code",
    ja = "VPCルータのVPNの認証情報がコードに直接書かれている",
  },
  severity = "critical",
  on       = "sakura.network.vpn_secret",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Pass it through a sensitive variable without default, and change it.",
    ja = "既定値のないsensitiveな変数で渡し、変更する。",
  },
  check    = literal.written("secret"),
}
