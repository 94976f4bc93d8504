-- SPDX-License-Identifier: Apache-2.0
-- Networks: VPCs and their flow logs, subnets, routes, network ACLs.
local network = lib "network"

model "aws.vpc.vpc" {
  label  = { en = "VPC", ja = "VPC" },
  fields = { flow_log = flag },
}

model "aws.vpc.subnet" {
  label  = { en = "Subnet", ja = "サブネット" },
  fields = { public_ip = flag },
}

model "aws.vpc.route" {
  label  = { en = "Route", ja = "ルート" },
  fields = { ipv4 = text, ipv6 = text, gateway = text, leads_somewhere = flag, to_internet = flag, to_vpn = flag },
}

model "aws.vpc.acl_entry" {
  label  = { en = "Network ACL entry", ja = "ネットワークACLのエントリ" },
  fields = {
    acl = text, number = number, action = text, outbound = flag, protocol = text, from = number, to = number,
    ipv4 = text, ipv6 = text,
  },
}

bind "aws.vpc.vpc" "cloudformation:AWS::EC2::VPC" {
  with     = { log = { "cloudformation:AWS::EC2::FlowLog", by = "ResourceId" } },
  flow_log = { "log:ResourceId", present = true },
}
bind "aws.vpc.vpc" "aws-config:AWS::EC2::VPC" {
  with     = { log = { "aws-config:AWS::EC2::FlowLog", by = "configuration.resourceId" } },
  names    = "configuration.vpcId",
  flow_log = { "log:configuration.resourceId", present = true },
}

bind "aws.vpc.subnet" "cloudformation:AWS::EC2::Subnet" {
  public_ip = { "MapPublicIpOnLaunch", default = false },
}
bind "aws.vpc.subnet" "aws-config:AWS::EC2::Subnet" {
  public_ip = { "configuration.mapPublicIpOnLaunch", required = true },
}

bind "aws.vpc.route" "cloudformation:AWS::EC2::Route" {
  with            = {
    internet = { "cloudformation:AWS::EC2::InternetGateway", to = "GatewayId" },
    vpn      = { "cloudformation:AWS::EC2::VPNGateway", to = "GatewayId" },
  },
  ipv4            = "DestinationCidrBlock",
  ipv6            = "DestinationIpv6CidrBlock",
  gateway         = "GatewayId",
  leads_somewhere = { "GatewayId", present = true },
  to_internet     = { "internet:@.logical_id", present = true },
  to_vpn          = { "vpn:@.logical_id", present = true },
}
bind "aws.vpc.route" "aws-config:AWS::EC2::RouteTable" {
  each            = "configuration.routes",
  ipv4            = "destinationCidrBlock",
  ipv6            = "destinationIpv6CidrBlock",
  gateway         = "gatewayId",
  leads_somewhere = { "gatewayId", present = true },
  to_internet     = { default = false },
  to_vpn          = { default = false },
}

bind "aws.vpc.acl_entry" "cloudformation:AWS::EC2::NetworkAclEntry" {
  with     = { acl = { "cloudformation:AWS::EC2::NetworkAcl", to = "NetworkAclId" } },
  acl      = { "acl:@.logical_id", "NetworkAclId" },
  number   = "RuleNumber",
  action   = "RuleAction",
  outbound = { "Egress", default = false },
  protocol = "Protocol",
  from     = "PortRange.From",
  to       = "PortRange.To",
  ipv4     = "CidrBlock",
  ipv6     = "Ipv6CidrBlock",
}
bind "aws.vpc.acl_entry" "aws-config:AWS::EC2::NetworkAcl" {
  each     = "configuration.entries",
  acl      = "/configuration.networkAclId",
  number   = "ruleNumber",
  action   = "ruleAction",
  outbound = { "egress", default = false },
  protocol = "protocol",
  from     = "portRange.from",
  to       = "portRange.to",
  ipv4     = "cidrBlock",
  ipv6     = "ipv6CidrBlock",
}

-- ---- VPC, subnet, route -------------------------------------------------------------------------------------

rule "aws-vpc-no-flow-log" {
  title    = { en = "VPC has no flow log", ja = "VPCのフローログが有効でない" },
  severity = "medium",
  on       = "aws.vpc.vpc",
  items    = { "cis-aws-3.0.0:3.7", "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AWS_11", "trivy:AWS-0178" },
  fix      = {
    en = "Create an AWS::EC2::FlowLog whose ResourceId is the VPC.",
    ja = "ResourceIdにこのVPCを指定したAWS::EC2::FlowLogを作成する。",
  },
  check    = function(v)
    if not v.flow_log then fail() end
  end,
}

rule "aws-subnet-public-ip" {
  title    = {
    en = "Subnet gives instances a public address by default",
    ja = "サブネットがインスタンスに公開IPアドレスを自動で割り当てる",
  },
  severity = "medium",
  on       = "aws.vpc.subnet",
  items    = { "ds200-2:3-2" },
  aka      = { "checkov:CKV_AWS_130", "trivy:AWS-0164", "guard:SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED" },
  fix      = {
    en = "Set MapPublicIpOnLaunch to false; give public addresses to load balancers and NAT gateways only.",
    ja = "MapPublicIpOnLaunchをfalseに設定し、公開IPアドレスはロードバランサーやNATゲートウェイにのみ割り当てる。",
  },
  check    = function(s)
    if s.public_ip then fail("public_ip") end
  end,
}

rule "aws-vpc-route-to-internet" {
  title    = {
    en = "Default route leads to an internet gateway",
    ja = "デフォルトルートがインターネットゲートウェイに向いている",
  },
  severity = "low",
  on       = "aws.vpc.route",
  aka      = { "guard:NO_UNRESTRICTED_ROUTE_TO_IGW" },
  why      = {
    en = "Whatever has a public address behind this route can be reached from the internet.",
    ja = "このルートを使うサブネットで公開IPアドレスを持つものは、インターネットから到達できる。",
  },
  fix      = {
    en = "Keep this route for subnets with load balancers or NAT gateways; send others through a NAT gateway.",
    ja = "このルートはロードバランサーやNATゲートウェイのサブネットに限り、他はNATゲートウェイを経由させる。",
  },
  check    = function(r)
    local where = r.ipv4 and network.anyone(r.ipv4) and "ipv4" or r.ipv6 and network.anyone(r.ipv6) and "ipv6"
    if not where or not r.leads_somewhere then return end
    if r.to_internet then fail(where)
    elseif not r.to_vpn and r.gateway:starts("igw-") then fail(where) end
  end,
}

-- ---- network ACLs -------------------------------------------------------------------------------------------

local numbers <const> = { tcp = "6", udp = "17", icmp = "1", all = "-1" }

local function protocol(e)
  return e.protocol and (numbers[e.protocol:lower()] or e.protocol)
end

-- First and last port; nil for protocols without ports.
local function span(e)
  local p = protocol(e)
  if p == "-1" then return 0, 65535 end
  if p ~= "6" and p ~= "17" then return nil end
  if not e.from or not e.to then return 0, 65535 end
  return e.from, e.to
end

local function allows(e)
  return e.action ~= nil and e.action:lower() == "allow"
end

-- Is the traffic of e (at one port, or at all of its ports) decided by an earlier entry with this action?
local function decided_before(e, action, port)
  for _, d in ipairs(resources("aws.vpc.acl_entry")) do
    if d.action and d.action:lower() == action and d.outbound == e.outbound and d.number < e.number and d.acl == e.acl
      and (protocol(d) == "-1" or protocol(d) == protocol(e))
      and (e.ipv4 == nil or d.ipv4 ~= nil and cidr.contains(d.ipv4, e.ipv4))
      and (e.ipv6 == nil or d.ipv6 ~= nil and cidr.contains(d.ipv6, e.ipv6)) then
      local from, to = span(d)
      local first, last = port, port
      if port == nil then first, last = span(e) end
      if from == nil or first == nil or from <= first and last <= to then return true end
    end
  end
  return false
end

rule "aws-nacl-admin-port-open" {
  title    = {
    en = "Network ACL opens SSH or RDP to the internet",
    ja = "ネットワークACLがSSHまたはRDPをインターネットに開放している",
  },
  severity = "medium",
  on       = "aws.vpc.acl_entry",
  items    = { "cis-aws-3.0.0:5.1", "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "trivy:AWS-0105", "checkov:CKV_AWS_231", "checkov:CKV_AWS_232" },
  fix      = {
    en = "Limit CidrBlock to known addresses, or deny ports 22 and 3389 in an entry with a lower RuleNumber.",
    ja = "CidrBlockを接続元に限定する。または、より小さいRuleNumberのエントリでポート22と3389を拒否する。",
  },
  check    = function(e)
    if e.outbound or not allows(e) or protocol(e) == "17" then return end
    local where = e.ipv4 and network.anyone(e.ipv4) and "ipv4" or e.ipv6 and network.anyone(e.ipv6) and "ipv6"
    local from, to = span(e)
    if not where or not from then return end
    for _, p in ipairs { 22, 3389 } do
      if from <= p and p <= to and not decided_before(e, "deny", p) then
        fail(where, { en = "port %s is open", ja = "ポート%sが開放されている", p })
        return
      end
    end
  end,
}

rule "aws-nacl-all-protocols" {
  title    = { en = "Network ACL entry allows every protocol", ja = "ネットワークACLのエントリが全プロトコルを許可している" },
  severity = "low",
  on       = "aws.vpc.acl_entry",
  aka      = { "trivy:AWS-0102", "guard:EC2_NETWORK_ACL_PROTOCOL_RULE", "checkov:CKV_AWS_352" },
  fix      = {
    en = "Set Protocol to the one that is needed (6 is TCP, 17 is UDP) and limit PortRange.",
    ja = "Protocolに必要なプロトコル（6はTCP、17はUDP）を指定し、PortRangeを限定する。",
  },
  check    = function(e)
    if allows(e) and protocol(e) == "-1" then fail("protocol") end
  end,
}

rule "aws-nacl-all-ports" {
  title    = { en = "Network ACL entry allows all ports", ja = "ネットワークACLのエントリが全ポートを許可している" },
  severity = "low",
  on       = "aws.vpc.acl_entry",
  aka      = { "guard:EC2_NETWORK_ACL_PORT_RANGE_RULE" },
  fix      = {
    en = "Set PortRange.From and PortRange.To to the ports that are needed.",
    ja = "PortRange.FromとPortRange.Toに必要なポートだけを指定する。",
  },
  check    = function(e)
    local from, to = span(e)
    if from and protocol(e) ~= "-1" and allows(e) and from <= 1 and to >= 65535 then fail("from") end
  end,
}

rule "aws-nacl-deny-without-effect" {
  title    = {
    en = "Network ACL entry denies what an earlier entry has allowed",
    ja = "ネットワークACLの拒否エントリが、先に評価される許可エントリにより効果を持たない",
  },
  severity = "medium",
  on       = "aws.vpc.acl_entry",
  items    = { "ds200-2:3-2", "ds200-3:2-2" },
  refs     = { "cwe:561" },
  aka      = { "guard:EC2_NETWORK_ACL_ENTRY_INEFFECTIVE_DENY_RULE" },
  fix      = {
    en = "Give the deny entry a lower RuleNumber than the entries that allow the same traffic.",
    ja = "拒否エントリのRuleNumberを、同じ通信を許可するエントリより小さくする。",
  },
  check    = function(e)
    if not e.action or e.action:lower() ~= "deny" or not (e.ipv4 or e.ipv6) then return end
    if e.number >= 32767 then return skip() end     -- the last entry of every ACL, which AWS writes
    if decided_before(e, "allow") then fail("number") end
  end,
}
