-- SPDX-License-Identifier: Apache-2.0
-- VPC firewall rules: what may come in from everywhere, what may leave.
local network = lib "network"

-- One allow block of a firewall rule.
model "google.compute.firewall_allow" {
  label  = { en = "VPC firewall rule", ja = "VPCファイアウォールルール" },
  fields = {
    direction = text,           -- "INGRESS" or "EGRESS"
    disabled = flag,
    sources = list, destinations = list,
    protocol = text,
    ports = list,               -- "22" or "8000-9000"; absent: all of them
  },
}
bind "google.compute.firewall_allow" "terraform:google_compute_firewall" {
  each         = "allow",
  direction    = { "/direction", default = "INGRESS" },
  disabled     = { "/disabled", default = false },
  sources      = "/source_ranges",
  destinations = "/destination_ranges",
  protocol     = "protocol",
  ports        = "ports",
}

model "google.compute.firewall" {
  label  = { en = "VPC firewall rule", ja = "VPCファイアウォールルール" },
  fields = { name = text, disabled = flag, logged = flag },
}
bind "google.compute.firewall" "terraform:google_compute_firewall" {
  name     = "name",
  disabled = { "disabled", default = false },
  logged   = { "log_config", present = true },
}

-- ---- ports and ranges ---------------------------------------------------------------------------------------

local world <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }
local any_protocol <const> = { all = true, ["0"] = true }
local numbers <const> = { ["6"] = "tcp", ["17"] = "udp" }

local function first_and_last(text)
  local from, to = re.match(text, "^([0-9]+)(?:-([0-9]+))?$")
  return tonumber(from), tonumber(to or from)
end

-- Without a list of ports every port of the protocol is meant.
local function every_port(a)
  return a.ports == nil or #a.ports == 0
end

-- Does the block let this port through?
local function covers(a, protocol, p)
  local given = (a.protocol or "all"):lower()
  if any_protocol[given] then return true end
  if (numbers[given] or given) ~= protocol then return false end
  if every_port(a) then return true end
  for text in each(a.ports) do
    local from, to = first_and_last(tostring(text))
    if from and from <= p and p <= to then return true end
  end
  return false
end

local function covers_all(a)
  local given = (a.protocol or "all"):lower()
  if any_protocol[given] then return true end
  given = numbers[given] or given
  if given ~= "tcp" and given ~= "udp" then return false end
  if every_port(a) then return true end
  for text in each(a.ports) do
    local from, to = first_and_last(tostring(text))
    if from and from <= 1 and to >= 65535 then return true end
  end
  return false
end

-- Services with a rule of their own, by their ports.
local told = {}

local function everybody(list)
  for range in each(list) do
    if network.anyone(range) then return true end
  end
end

-- Sources that are known to be narrow settle the matter, whatever the ports are.
local function surely_narrow(a)
  return known(a, "sources") and not everybody(a.sources)
end

-- Is this an active rule for traffic of the given direction?
local function active(a, direction)
  return a.direction:upper() == direction and not a.disabled
end

-- ---- inbound ------------------------------------------------------------------------------------------------

-- A rule about one service that everyone can reach.
local function open_port(r)
  for _, p in ipairs(r.ports) do table.insert(told, p) end
  local aka = { "trivy:GCP-0027" }
  for _, name in ipairs(r.aka or {}) do table.insert(aka, name) end
  rule("google-firewall-open-" .. r.name) {
    title    = {
      en = r.label .. " is open to the internet",
      ja = (r.label_ja or r.label) .. "がインターネットに開放されている",
    },
    severity = r.severity,
    on       = "google.compute.firewall_allow",
    items    = r.items or world,
    refs     = { "cwe:284" },
    aka      = aka,
    fix      = {
      en = "Limit source_ranges to known addresses" .. (r.instead or "") .. ".",
      ja = "source_rangesを接続元のアドレスに限定する" .. (r.instead_ja or "") .. "。",
    },
    check    = function(a)
      if not active(a, "INGRESS") then return skip() end
      if surely_narrow(a) or covers_all(a) then return end      -- all ports: google-firewall-open-all
      for _, p in ipairs(r.ports) do
        if covers(a, "tcp", p) then
          if everybody(a.sources) then fail("sources", { en = "port %s", ja = "ポート%s", p }) end
          return
        end
      end
    end,
  }
end

local iap, iap_ja = ", or to 35.235.240.0/20 for Identity-Aware Proxy", "。Identity-Aware Proxyなら35.235.240.0/20のみとする"

open_port {
  name = "ssh", label = "SSH", severity = "high", ports = { 22 }, instead = iap, instead_ja = iap_ja,
  items = { "cis-gcp-2.0.0:3.6", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  aka = { "checkov:CKV_GCP_2", "trivy:GCP-0071" },
}
open_port {
  name = "rdp", label = "RDP", severity = "high", ports = { 3389 }, instead = iap, instead_ja = iap_ja,
  items = { "cis-gcp-2.0.0:3.7", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  aka = { "checkov:CKV_GCP_3", "trivy:GCP-0070" },
}
open_port {
  name = "ftp", label = "FTP", severity = "medium", ports = { 20, 21 },
  aka = { "checkov:CKV_GCP_75", "checkov:CKV_GCP_77" },
}
open_port {
  name = "mysql", label = "MySQL", severity = "high", ports = { 3306 }, aka = { "checkov:CKV_GCP_88" },
}
open_port {
  name = "database", label = "A database", label_ja = "データベース", severity = "high",
  ports = { 5432, 1433, 1521, 27017, 6379, 9200, 11211, 5984, 9042 },
}
open_port {
  name = "http", label = "HTTP", severity = "low", ports = { 80 }, items = { "ds200-2:3-2" },
  aka = { "checkov:CKV_GCP_106" },
}

rule "google-firewall-open-all" {
  title    = { en = "All ports are open to the internet", ja = "全ポートがインターネットに開放されている" },
  severity = "critical",
  on       = "google.compute.firewall_allow",
  items    = { "cis-gcp-2.0.0:3.6", "cis-gcp-2.0.0:3.7", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  aka      = {
    "checkov:CKV2_GCP_12", "checkov:CKV_GCP_2", "checkov:CKV_GCP_3", "checkov:CKV_GCP_75", "checkov:CKV_GCP_77",
    "checkov:CKV_GCP_88", "checkov:CKV_GCP_106", "trivy:GCP-0027", "trivy:GCP-0070", "trivy:GCP-0071",
    "trivy:GCP-0072",
  },
  fix      = {
    en = "Name the ports in allow, and limit source_ranges to known addresses.",
    ja = "allowにポートを指定し、source_rangesを接続元のアドレスに限定する。",
  },
  check    = function(a)
    if not active(a, "INGRESS") then return skip() end
    if surely_narrow(a) then return end
    if covers_all(a) and everybody(a.sources) then fail("sources") end
  end,
}

rule "google-firewall-open-any" {
  title    = {
    en = "Firewall rule lets the whole internet in",
    ja = "ファイアウォールルールがインターネット全体からの通信を許可している",
  },
  severity = "low",
  on       = "google.compute.firewall_allow",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "trivy:GCP-0027" },
  fix      = {
    en = "Limit source_ranges; put public services behind a load balancer.",
    ja = "source_rangesを限定する。公開サービスはロードバランサーの背後に置く。",
  },
  check    = function(a)
    if not active(a, "INGRESS") then return skip() end
    if surely_narrow(a) or covers_all(a) then return end
    for _, p in ipairs(told) do
      if covers(a, "tcp", p) then return end        -- that service's rule says so
    end
    if everybody(a.sources) then fail("sources") end
  end,
}

-- ---- outbound and upkeep ------------------------------------------------------------------------------------

rule "google-firewall-egress-any" {
  title    = {
    en = "Firewall rule lets traffic out to everywhere",
    ja = "ファイアウォールルールが全宛先への送信を許可している",
  },
  severity = "low",
  on       = "google.compute.firewall_allow",
  items    = { "ds200-2:3-6", "muni-3:16" },
  aka      = { "trivy:GCP-0035" },
  fix      = {
    en = "Limit destination_ranges to the addresses that are needed.",
    ja = "destination_rangesを必要な宛先に限定する。",
  },
  check    = function(a)
    if not active(a, "EGRESS") then return skip() end
    if everybody(a.destinations) then fail("destinations") end
  end,
}

rule "google-firewall-default-rule" {
  title    = {
    en = "Firewall rule of the default network is kept",
    ja = "デフォルトネットワークのファイアウォールルールが残っている",
  },
  severity = "low",
  on       = "google.compute.firewall",
  items    = { "ds200-2:4-4", "ds200-3:8-3" },
  aka      = { "trivy:GCP-0073" },
  why      = {
    en = "They come with the default network: all machines talk to each other, and SSH is open to all.",
    ja = "デフォルトネットワークと同時に作られるルールで、内部の全通信や全アドレスからのSSHを許可する。",
  },
  fix      = {
    en = "Write rules of your own that name ports and sources, and remove default-allow-*.",
    ja = "ポートと接続元を限定したルールを作成し、default-allow-*を削除する。",
  },
  check    = function(f)
    if f.disabled then return skip() end
    if re.test(f.name or "", "^default-allow-(internal|ssh|rdp|icmp)$") then fail("name") end
  end,
}

rule "google-firewall-no-logging" {
  title    = { en = "Firewall rule is not logged", ja = "ファイアウォールルールのログが有効になっていない" },
  severity = "info",
  on       = "google.compute.firewall",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Add a log_config block with metadata.",
    ja = "metadataを指定したlog_configブロックを追加する。",
  },
  check    = function(f)
    if f.disabled then return skip() end
    if not f.logged then fail("logged") end
  end,
}
