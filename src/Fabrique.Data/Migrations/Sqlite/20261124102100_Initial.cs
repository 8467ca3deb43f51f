using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    use_case = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    entity_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    entity_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    changes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                    table.CheckConstraint("ck_audit_entries_action_length", "length(action) <= 20");
                    table.CheckConstraint("ck_audit_entries_entity_id_length", "length(entity_id) <= 100");
                    table.CheckConstraint("ck_audit_entries_entity_type_length", "length(entity_type) <= 100");
                    table.CheckConstraint("ck_audit_entries_use_case_length", "length(use_case) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    theme = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    presentation = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    opens_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closes_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    places = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls", x => x.id);
                    table.CheckConstraint("ck_call_for_applications_period", "closes_at > opens_at");
                    table.CheckConstraint("ck_call_for_applications_places", "places > 0");
                    table.CheckConstraint("ck_call_for_applications_status", "status in ('Draft', 'Scheduled', 'Open', 'Closed', 'Reviewing', 'Decided', 'Archived')");
                    table.CheckConstraint("ck_calls_presentation_length", "length(presentation) <= 4000");
                    table.CheckConstraint("ck_calls_slug_length", "length(slug) <= 80");
                    table.CheckConstraint("ck_calls_theme_length", "length(theme) <= 100");
                    table.CheckConstraint("ck_calls_title_length", "length(title) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    friendly_name = table.Column<string>(type: "TEXT", nullable: true),
                    xml = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outgoing_mails",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    to_address = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    to_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    template = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    text_body = table.Column<string>(type: "TEXT", nullable: false),
                    html_body = table.Column<string>(type: "TEXT", nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outgoing_mails", x => x.id);
                    table.CheckConstraint("ck_outgoing_mail_sent", "(status = 'Sent') = (sent_at is not null)");
                    table.CheckConstraint("ck_outgoing_mail_status", "status in ('Pending', 'Sent', 'Failed')");
                    table.CheckConstraint("ck_outgoing_mail_subject_kind", "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");
                    table.CheckConstraint("ck_outgoing_mails_last_error_length", "length(last_error) <= 1000");
                    table.CheckConstraint("ck_outgoing_mails_subject_length", "length(subject) <= 300");
                    table.CheckConstraint("ck_outgoing_mails_template_length", "length(template) <= 100");
                    table.CheckConstraint("ck_outgoing_mails_to_address_length", "length(to_address) <= 254");
                    table.CheckConstraint("ck_outgoing_mails_to_name_length", "length(to_name) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "sequence_counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sequence_counters", x => x.name);
                    table.CheckConstraint("ck_sequence_counters_name_length", "length(name) <= 100");
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => x.name);
                    table.CheckConstraint("ck_settings_name_length", "length(name) <= 100");
                    table.CheckConstraint("ck_settings_value_length", "length(value) <= 4000");
                });

            migrationBuilder.CreateTable(
                name: "staff_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    directory_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    full_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    unit = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    roles = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    last_sign_in_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_members", x => x.id);
                    table.CheckConstraint("ck_staff_members_directory_id_length", "length(directory_id) <= 100");
                    table.CheckConstraint("ck_staff_members_email_length", "length(email) <= 254");
                    table.CheckConstraint("ck_staff_members_full_name_length", "length(full_name) <= 200");
                    table.CheckConstraint("ck_staff_members_unit_length", "length(unit) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "timeline_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    sentence = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    is_internal = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline_entries", x => x.id);
                    table.CheckConstraint("ck_timeline_entries_sentence_length", "length(sentence) <= 500");
                    table.CheckConstraint("ck_timeline_entry_subject_kind", "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");
                });

            migrationBuilder.CreateTable(
                name: "workflow_bookmarks",
                columns: table => new
                {
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    execution_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_bookmarks", x => new { x.instance_id, x.number });
                    table.CheckConstraint("ck_workflow_bookmarks_key_length", "length(key) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "workflow_definitions",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    is_shipped = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_latest = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    published_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_definitions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflow_incidents",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    activity_type = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false),
                    exception_type = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    work_item = table.Column<string>(type: "TEXT", nullable: false),
                    resolved_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflow_instances",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_version_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    parent_instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    sub_status = table.Column<int>(type: "INTEGER", nullable: false),
                    incident_count = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<byte[]>(type: "BLOB", nullable: false),
                    wake_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_instances", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflow_journal",
                columns: table => new
                {
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    first_sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    lines = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_journal", x => new { x.instance_id, x.first_sequence });
                });

            migrationBuilder.CreateTable(
                name: "workflow_signals",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    key = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    parent_instance_id = table.Column<string>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_signals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflow_triggers",
                columns: table => new
                {
                    definition_version_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_triggers", x => new { x.definition_version_id, x.number });
                    table.CheckConstraint("ck_workflow_triggers_key_length", "length(key) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    applicant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    submitted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    decided_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    decided_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    decision_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    first_users = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    problem = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    solution = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                    table.CheckConstraint("ck_application_decided", "status not in ('Retained', 'NotRetained') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");
                    table.CheckConstraint("ck_application_status", "status in ('Draft', 'Submitted', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");
                    table.CheckConstraint("ck_application_submitted", "submitted_at is not null or status in ('Draft', 'Withdrawn')");
                    table.CheckConstraint("ck_applications_decision_reason_length", "length(decision_reason) <= 2000");
                    table.CheckConstraint("ck_applications_first_users_length", "length(first_users) <= 3000");
                    table.CheckConstraint("ck_applications_problem_length", "length(problem) <= 3000");
                    table.CheckConstraint("ck_applications_reference_length", "length(reference) <= 20");
                    table.CheckConstraint("ck_applications_solution_length", "length(solution) <= 3000");
                    table.CheckConstraint("ck_applications_title_length", "length(title) <= 120");
                    table.ForeignKey(
                        name: "fk_applications_applicant_id",
                        column: x => x.applicant_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_applications_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_applications_decided_by_id",
                        column: x => x.decided_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "jurors",
                columns: table => new
                {
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jurors", x => new { x.call_id, x.staff_member_id });
                    table.ForeignKey(
                        name: "fk_jurors_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_jurors_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "work_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    assignee_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    assignee_role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    instructions = table.Column<string>(type: "TEXT", maxLength: 10000, nullable: false),
                    form_text = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    outcomes = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    escalates_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    escalates_to_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    escalates_to_role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    escalated_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    comment = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    completed_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    completed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    workflow_instance_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_items", x => x.id);
                    table.CheckConstraint("ck_work_item_assignee", "(assignee_id is null) <> (assignee_role is null)");
                    table.CheckConstraint("ck_work_item_done", "status <> 'Done' or (outcome is not null and completed_by_id is not null and completed_at is not null)");
                    table.CheckConstraint("ck_work_item_escalation", "(escalates_at is null and escalates_to_id is null and escalates_to_role is null) or (escalates_at is not null and (escalates_to_id is null) <> (escalates_to_role is null))");
                    table.CheckConstraint("ck_work_item_kind", "kind in ('Opinion', 'Decision', 'TeamNaming', 'Checkpoint', 'Task')");
                    table.CheckConstraint("ck_work_item_status", "status in ('Open', 'Done', 'Cancelled')");
                    table.CheckConstraint("ck_work_item_subject_kind", "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");
                    table.CheckConstraint("ck_work_items_assignee_role_length", "length(assignee_role) <= 40");
                    table.CheckConstraint("ck_work_items_comment_length", "length(comment) <= 4000");
                    table.CheckConstraint("ck_work_items_escalates_to_role_length", "length(escalates_to_role) <= 40");
                    table.CheckConstraint("ck_work_items_form_text_length", "length(form_text) <= 8000");
                    table.CheckConstraint("ck_work_items_instructions_length", "length(instructions) <= 10000");
                    table.CheckConstraint("ck_work_items_outcome_length", "length(outcome) <= 60");
                    table.CheckConstraint("ck_work_items_title_length", "length(title) <= 300");
                    table.CheckConstraint("ck_work_items_workflow_instance_id_length", "length(workflow_instance_id) <= 100");
                    table.ForeignKey(
                        name: "fk_work_items_assignee_id",
                        column: x => x.assignee_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_work_items_completed_by_id",
                        column: x => x.completed_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_work_items_escalates_to_id",
                        column: x => x.escalates_to_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "opinions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    director_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    comment = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    given_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opinions", x => x.id);
                    table.CheckConstraint("ck_opinion_verdict", "verdict in ('Favourable', 'FavourableWithReservation', 'Unfavourable')");
                    table.CheckConstraint("ck_opinions_comment_length", "length(comment) <= 2000");
                    table.ForeignKey(
                        name: "fk_opinions_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_opinions_director_id",
                        column: x => x.director_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ghid = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    pitch = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    phase = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    phase_since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_products", x => x.id);
                    table.CheckConstraint("ck_product_phase", "phase in ('Investigation', 'Construction', 'Acceleration', 'Consolidation', 'Operated', 'Transferred', 'Abandoned', 'AbandonedInvestigation')");
                    table.CheckConstraint("ck_products_ghid_length", "length(ghid) <= 60");
                    table.CheckConstraint("ck_products_name_length", "length(name) <= 120");
                    table.CheckConstraint("ck_products_pitch_length", "length(pitch) <= 300");
                    table.ForeignKey(
                        name: "fk_products_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reminder_occurrences",
                columns: table => new
                {
                    work_item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_occurrences", x => new { x.work_item_id, x.due_at });
                    table.ForeignKey(
                        name: "fk_reminder_occurrences_work_item_id",
                        column: x => x.work_item_id,
                        principalTable: "work_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "funding_cycles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    product_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    decision_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    decided_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_funding_cycles", x => x.id);
                    table.CheckConstraint("ck_funding_cycle_decided", "status = 'InProgress' or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");
                    table.CheckConstraint("ck_funding_cycle_number", "number > 0");
                    table.CheckConstraint("ck_funding_cycle_period", "ends_on > starts_on");
                    table.CheckConstraint("ck_funding_cycle_status", "status in ('InProgress', 'Renewed', 'Stopped')");
                    table.CheckConstraint("ck_funding_cycles_decision_reason_length", "length(decision_reason) <= 2000");
                    table.ForeignKey(
                        name: "fk_funding_cycles_decided_by_id",
                        column: x => x.decided_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_funding_cycles_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "missions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    product_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_missions", x => x.id);
                    table.CheckConstraint("ck_mission_period", "ends_on is null or ends_on >= starts_on");
                    table.CheckConstraint("ck_mission_role", "role in ('Intrapreneur', 'Coach', 'Developer')");
                    table.ForeignKey(
                        name: "fk_missions_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_missions_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_applicant_id",
                table: "applications",
                column: "applicant_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_call_id_status",
                table: "applications",
                columns: new[] { "call_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_decided_by_id",
                table: "applications",
                column: "decided_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_reference",
                table: "applications",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_at",
                table: "audit_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_entity_type_entity_id_at",
                table: "audit_entries",
                columns: new[] { "entity_type", "entity_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_slug",
                table: "calls",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_closes_at",
                table: "calls",
                columns: new[] { "status", "closes_at" });

            migrationBuilder.CreateIndex(
                name: "ix_funding_cycles_decided_by_id",
                table: "funding_cycles",
                column: "decided_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_funding_cycles_product_id_number",
                table: "funding_cycles",
                columns: new[] { "product_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_jurors_staff_member_id",
                table: "jurors",
                column: "staff_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_missions_product_id",
                table: "missions",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "ix_missions_staff_member_id_ends_on",
                table: "missions",
                columns: new[] { "staff_member_id", "ends_on" });

            migrationBuilder.CreateIndex(
                name: "ix_opinions_application_id_director_id",
                table: "opinions",
                columns: new[] { "application_id", "director_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opinions_director_id",
                table: "opinions",
                column: "director_id");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_created_at",
                table: "outgoing_mails",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_status_due_at",
                table: "outgoing_mails",
                columns: new[] { "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_subject_id",
                table: "outgoing_mails",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_products_application_id",
                table: "products",
                column: "application_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_ghid",
                table: "products",
                column: "ghid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reminder_occurrences_sent_at_due_at",
                table: "reminder_occurrences",
                columns: new[] { "sent_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_directory_id",
                table: "staff_members",
                column: "directory_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_email",
                table: "staff_members",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_timeline_entries_subject_id_at",
                table: "timeline_entries",
                columns: new[] { "subject_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_assignee_id_status_due_at",
                table: "work_items",
                columns: new[] { "assignee_id", "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_assignee_role_status_due_at",
                table: "work_items",
                columns: new[] { "assignee_role", "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_completed_by_id",
                table: "work_items",
                column: "completed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_escalated_at_escalates_at",
                table: "work_items",
                columns: new[] { "escalated_at", "escalates_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_escalates_to_id",
                table: "work_items",
                column: "escalates_to_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_subject_id_status",
                table: "work_items",
                columns: new[] { "subject_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_workflow_instance_id",
                table: "work_items",
                column: "workflow_instance_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_bookmarks_due_at",
                table: "workflow_bookmarks",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_bookmarks_name_key",
                table: "workflow_bookmarks",
                columns: new[] { "name", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_definitions_definition_id_version",
                table: "workflow_definitions",
                columns: new[] { "definition_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_workflow_incidents_instance_id",
                table: "workflow_incidents",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_correlation_id",
                table: "workflow_instances",
                column: "correlation_id",
                filter: "correlation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_definition_id_created_at",
                table: "workflow_instances",
                columns: new[] { "definition_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_finished_at",
                table: "workflow_instances",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_parent_instance_id",
                table: "workflow_instances",
                column: "parent_instance_id",
                filter: "parent_instance_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_wake_at",
                table: "workflow_instances",
                column: "wake_at",
                filter: "wake_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_signals_due_at",
                table: "workflow_signals",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_triggers_definition_id",
                table: "workflow_triggers",
                column: "definition_id");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_triggers_due_at",
                table: "workflow_triggers",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_triggers_name_key",
                table: "workflow_triggers",
                columns: new[] { "name", "key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "funding_cycles");

            migrationBuilder.DropTable(
                name: "jurors");

            migrationBuilder.DropTable(
                name: "missions");

            migrationBuilder.DropTable(
                name: "opinions");

            migrationBuilder.DropTable(
                name: "outgoing_mails");

            migrationBuilder.DropTable(
                name: "reminder_occurrences");

            migrationBuilder.DropTable(
                name: "sequence_counters");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "timeline_entries");

            migrationBuilder.DropTable(
                name: "workflow_bookmarks");

            migrationBuilder.DropTable(
                name: "workflow_definitions");

            migrationBuilder.DropTable(
                name: "workflow_incidents");

            migrationBuilder.DropTable(
                name: "workflow_instances");

            migrationBuilder.DropTable(
                name: "workflow_journal");

            migrationBuilder.DropTable(
                name: "workflow_signals");

            migrationBuilder.DropTable(
                name: "workflow_triggers");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.DropTable(
                name: "work_items");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "staff_members");

            migrationBuilder.DropTable(
                name: "calls");
        }
    }
}
