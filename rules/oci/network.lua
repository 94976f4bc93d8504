-- SPDX-License-Identifier: Apache-2.0
-- Oracle Cloud networks: security lists, network security groups, subnets.
local network = lib "network"

-- One rule that lets traffic in.
model "oci.network.ingress" {
  label  = { en = "OCI inbound rule", ja = "OCIの受信ルール" },
  fields = {
    direction = text, source = text,
    protocol = text,                -- "all", "6" (TCP), "17" (UDP), "1" (ICMP)
    tcp = flag, tcp_from = number, tcp_to = number,
    udp = flag, udp_from = number, udp_to = number,
  },
}
for _, name in ipairs({ "security_list", "default_security_list" }) do
  bind "oci.network.ingress" ("terraform:oci_core_" .. name) {
    each      = "ingress_security_rules",
    direction = { default = "INGRESS" },
    source    = "source",
    protocol  = "protocol",
    tcp       = { "tcp_options", present = true },
    tcp_from  = { "tcp_options[0].min", default = 0 },
    tcp_to    = { "tcp_options[0].max", default = 65535 },
    udp       = { "udp_options", present = true },
    udp_from  = { "udp_options[0].min", default = 0 },
    udp_to    = { "udp_options[0].max", default = 65535 },
  }
end
bind "oci.network.ingress" "terraform:oci_core_network_security_group_security_rule" {
  direction = "direction",
  source    = "source",
  protocol  = "protocol",
  tcp       = { "tcp_options", present = true },
  tcp_from  = { "tcp_options[0].destination_port_range[0].min", default = 0 },
  tcp_to    = { "tcp_options[0].destination_port_range[0].max", default = 65535 },
  udp       = { "udp_options", present = true },
  udp_from  = { "udp_options[0].destination_port_range[0].min", default = 0 },
  udp_to    = { "udp_options[0].destination_port_range[0].max", default = 65535 },
}

model "oci.network.subnet" {
  label  = { en = "OCI subnet", ja = "OCIサブネット" },
  fields = { public = flag },
}
bind "oci.network.subnet" "terraform:oci_core_subnet" {
  public = { "prohibit_public_ip_on_vnic", "prohibit_internet_ingress", is = "false", default = true },
}

local everyone_in <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }

-- Ports that are written decide; without any, a protocol that has ports opens all of them.
local function opens_tcp(r, from, to)
  if r.tcp then return r.tcp_from <= from and to <= r.tcp_to end
  if r.udp then return false end
  return r.protocol == "all" or r.protocol == "6"
end

local function opens_udp(r, from, to)
  if r.udp then return r.udp_from <= from and to <= r.udp_to end
  if r.tcp then return false end
  return r.protocol == "all" or r.protocol == "17"
end

local function opens_all(r)
  return opens_tcp(r, 1, 65535) or opens_udp(r, 1, 65535)
end

local function judge(opens)
  return function(r)
    if r.direction ~= "INGRESS" then return skip() end
    if opens ~= opens_all and opens_all(r) then return end      -- said by oci-open-all
    if opens(r) and r.source ~= nil and network.anyone(r.source) then fail("source") end
  end
end

local limit <const> = {
  en = "Limit source to known addresses, or use the Bastion service.",
  ja = "sourceを接続元のアドレスに限定する。または要塞（Bastion）サービスを使う。",
}

rule "oci-open-ssh" {
  title    = { en = "SSH is open to the internet", ja = "SSHがインターネットに開放されている" },
  severity = "high",
  on       = "oci.network.ingress",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_OCI_19", "checkov:CKV_OCI_22" },
  fix      = limit,
  check    = judge(function(r) return opens_tcp(r, 22, 22) end),
}

rule "oci-open-rdp" {
  title    = { en = "RDP is open to the internet", ja = "RDPがインターネットに開放されている" },
  severity = "high",
  on       = "oci.network.ingress",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_OCI_20" },
  fix      = limit,
  check    = judge(function(r) return opens_tcp(r, 3389, 3389) or opens_udp(r, 3389, 3389) end),
}

local databases <const> = { 1521, 1522, 3306, 5432, 1433, 27017, 6379 }

rule "oci-open-database" {
  title    = { en = "A database is open to the internet", ja = "データベースのポートがインターネットに開放されている" },
  severity = "high",
  on       = "oci.network.ingress",
  items    = everyone_in,
  refs     = { "cwe:284" },
  fix      = {
    en = "Limit source to the subnets of the applications.",
    ja = "sourceをアプリケーションのサブネットに限定する。",
  },
  check    = judge(function(r)
    for _, p in ipairs(databases) do
      if opens_tcp(r, p, p) then return true end
    end
  end),
}

rule "oci-open-all" {
  title    = { en = "All ports are open to the internet", ja = "全ポートがインターネットに開放されている" },
  severity = "critical",
  on       = "oci.network.ingress",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "muni-3:20" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_OCI_19", "checkov:CKV_OCI_20", "checkov:CKV_OCI_22" },
  fix      = {
    en = "Name the protocol and its ports, and limit source.",
    ja = "protocolとポートを指定し、sourceを限定する。",
  },
  check    = judge(opens_all),
}

rule "oci-subnet-public" {
  title    = {
    en = "OCI subnet allows public addresses",
    ja = "OCIサブネットでパブリックIPアドレスの割り当てが許可されている",
  },
  severity = "low",
  on       = "oci.network.subnet",
  items    = { "ds200-2:3-2", "muni-3:16" },
  fix      = {
    en = "Set prohibit_public_ip_on_vnic to true unless the subnet holds load balancers.",
    ja = "ロードバランサー用でなければprohibit_public_ip_on_vnicをtrueに設定する。",
  },
  check    = function(s)
    if s.public then fail("public") end
  end,
}

-- The classic generation of Oracle Cloud.
model "oci.classic.address" {
  label  = { en = "OCI Classic address reservation", ja = "OCI ClassicのIPアドレス予約" },
  fields = { pool = text },
}
bind "oci.classic.address" "terraform:opc_compute_ip_address_reservation" { pool = "ip_address_pool" }

rule "oci-classic-public-address" {
  title    = { en = "Address is taken from the public pool", ja = "パブリックプールからIPアドレスを予約している" },
  severity = "medium",
  on       = "oci.classic.address",
  items    = { "ds200-2:3-2", "muni-3:16" },
  aka      = { "trivy:OCI-0001" },
  fix      = {
    en = "Set ip_address_pool to \"cloud-ippool\".",
    ja = "ip_address_poolを\"cloud-ippool\"に設定する。",
  },
  check    = function(a)
    if a.pool == "public-ippool" then fail("pool") end
  end,
}
