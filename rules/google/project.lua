-- SPDX-License-Identifier: Apache-2.0
-- Projects: what they are made with.

model "google.project" {
  label  = { en = "Project", ja = "プロジェクト" },
  fields = { default_network = flag, audited = flag },
}
bind "google.project" "terraform:google_project" {
  with            = { audits = { "terraform:google_project_iam_audit_config", by = "project" } },
  names           = "project_id",
  default_network = { "auto_create_network", default = true },
  audited         = { "audits:service", present = true },
}

rule "google-project-default-network" {
  title    = { en = "Project is made with the default network", ja = "プロジェクトにデフォルトネットワークが作成される" },
  severity = "medium",
  on       = "google.project",
  items    = { "cis-gcp-2.0.0:3.1", "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV_GCP_27", "trivy:GCP-0010" },
  why      = {
    en = "Its firewall lets SSH and RDP in from everywhere and spans all regions.",
    ja = "全リージョンにまたがり、全アドレスからのSSHとRDPを許可するルールを伴う。",
  },
  fix      = {
    en = "Set auto_create_network to false.",
    ja = "auto_create_networkをfalseに設定する。",
  },
  check    = function(p)
    if p.default_network then fail("default_network") end
  end,
}

rule "google-project-no-audit-log" {
  title    = { en = "Audit logs of the project are not set up", ja = "プロジェクトの監査ログが設定されていない" },
  severity = "low",
  on       = "google.project",
  items    = { "cis-gcp-2.0.0:2.1", "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "trivy:GCP-0079" },
  why      = {
    en = "Reads of data, and who made them, are not recorded unless somebody asks for it.",
    ja = "設定しない限り、誰がどのデータを読んだかは記録されない。",
  },
  fix      = {
    en = "Add google_project_iam_audit_config for allServices, here or for the folder or organisation.",
    ja = "allServicesを対象とするgoogle_project_iam_audit_configを、プロジェクト、フォルダー、組織のいずれかに追加する。",
  },
  check    = function(p)
    for a in each(resources("google.iam.audit")) do
      if a.scope ~= "project" then return skip() end
    end
    if not p.audited then fail("audited") end
  end,
}
