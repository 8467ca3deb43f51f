using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class CallsAndApplications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_message_overrides_key_procedure",
                table: "message_overrides");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.AddColumn<string>(
                name: "cases",
                table: "message_overrides",
                type: "character varying(81)",
                maxLength: 81,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "message_overrides",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "audience",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "contact_email",
                table: "calls",
                type: "character varying(254)",
                maxLength: 254,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "contact_name",
                table: "calls",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "criteria",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<decimal>(
                name: "envelope",
                table: "calls",
                type: "numeric(12,2)",
                precision: 12,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "form_id",
                table: "calls",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "hearings_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "letters_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "procedure_version_id",
                table: "calls",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "questions",
                table: "calls",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<DateOnly>(
                name: "shortlist_on",
                table: "calls",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "form_version_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "manager_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "call_graces",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    granted_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    granted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_graces", x => x.id);
                    table.CheckConstraint("ck_call_grace_revoked", "(revoked_at is null) = (revoked_by_id is null)");
                    table.ForeignKey(
                        name: "fk_call_graces_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_granted_by_id",
                        column: x => x.granted_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_revoked_by_id",
                        column: x => x.revoked_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_call_graces_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "co_applicant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    rights = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    invited_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    accepted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_co_applicant", x => x.id);
                    table.CheckConstraint("ck_co_applicant_accepted", "accepted_at is null or person_id is not null");
                    table.CheckConstraint("ck_co_applicant_rights", "rights in ('Read', 'Write', 'Submit')");
                    table.ForeignKey(
                        name: "fk_co_applicant_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_co_applicant_invited_by_id",
                        column: x => x.invited_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_co_applicant_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "forms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    draft = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hierarchical_approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    manager_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    half_days_per_week = table.Column<int>(type: "integer", nullable: true),
                    given_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    overridden_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    override_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hierarchical_approvals", x => x.id);
                    table.CheckConstraint("ck_hierarchical_approval_ended", "status in ('Requested', 'NotRequired') or ended_at is not null");
                    table.CheckConstraint("ck_hierarchical_approval_explained", "status not in ('ApprovedWithReservation', 'Refused') or reason <> ''");
                    table.CheckConstraint("ck_hierarchical_approval_half_days", "half_days_per_week between 0 and 10");
                    table.CheckConstraint("ck_hierarchical_approval_status", "status in ('Requested', 'Approved', 'ApprovedWithReservation', 'Refused', 'NoAnswer', 'Overridden', 'NotRequired')");
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_given_by_id",
                        column: x => x.given_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_manager_id",
                        column: x => x.manager_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_overridden_by_id",
                        column: x => x.overridden_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stored_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    type_code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    uploaded_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    scan = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scanned_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    finding = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    destroyed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_files", x => x.id);
                    table.CheckConstraint("ck_stored_file_owner", "(owner_kind is null) = (owner_id is null)");
                    table.CheckConstraint("ck_stored_file_scan", "scan in ('Pending', 'Clean', 'Infected', 'Unscannable', 'NotScanned')");
                    table.ForeignKey(
                        name: "fk_stored_files_uploaded_by_id",
                        column: x => x.uploaded_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "submitted_answers",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(121)", maxLength: 121, nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    number = table.Column<double>(type: "double precision", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submitted_answers", x => new { x.application_id, x.key, x.rank });
                    table.ForeignKey(
                        name: "fk_submitted_answers_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "form_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    design_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    published_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_form_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_form_versions_design_id",
                        column: x => x.design_id,
                        principalTable: "forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_form_versions_published_by_id",
                        column: x => x.published_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_revisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    begun_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    written_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    form_version_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_application_revisions_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_application_revisions_form_version_id",
                        column: x => x.form_version_id,
                        principalTable: "form_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_revisions_written_by_id",
                        column: x => x.written_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_message_overrides_key_procedure_step_cases",
                table: "message_overrides",
                columns: new[] { "key", "procedure", "step", "cases" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calls_form_id",
                table: "calls",
                column: "form_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_applications_form_version_id",
                table: "applications",
                column: "form_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_manager_id",
                table: "applications",
                column: "manager_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_application_id_number",
                table: "application_revisions",
                columns: new[] { "application_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_form_version_id",
                table: "application_revisions",
                column: "form_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_revisions_written_by_id",
                table: "application_revisions",
                column: "written_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_call_id_staff_member_id",
                table: "call_graces",
                columns: new[] { "call_id", "staff_member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_granted_by_id",
                table: "call_graces",
                column: "granted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_revoked_by_id",
                table: "call_graces",
                column: "revoked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_call_graces_staff_member_id_until",
                table: "call_graces",
                columns: new[] { "staff_member_id", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_application_id_email",
                table: "co_applicant",
                columns: new[] { "application_id", "email" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_email",
                table: "co_applicant",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_invited_by_id",
                table: "co_applicant",
                column: "invited_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_co_applicant_person_id",
                table: "co_applicant",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_form_versions_design_id_number",
                table: "form_versions",
                columns: new[] { "design_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_form_versions_published_by_id",
                table: "form_versions",
                column: "published_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_forms_code",
                table: "forms",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_application_id",
                table: "hierarchical_approvals",
                column: "application_id",
                unique: true,
                filter: "status = 'Requested'");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_application_id_round",
                table: "hierarchical_approvals",
                columns: new[] { "application_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_given_by_id",
                table: "hierarchical_approvals",
                column: "given_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_manager_id",
                table: "hierarchical_approvals",
                column: "manager_id");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_overridden_by_id",
                table: "hierarchical_approvals",
                column: "overridden_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_digest",
                table: "stored_files",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_owner_kind_owner_id",
                table: "stored_files",
                columns: new[] { "owner_kind", "owner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_scan_uploaded_at",
                table: "stored_files",
                columns: new[] { "scan", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_uploaded_by_id",
                table: "stored_files",
                column: "uploaded_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_submitted_answers_key_day",
                table: "submitted_answers",
                columns: new[] { "key", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_submitted_answers_key_number",
                table: "submitted_answers",
                columns: new[] { "key", "number" });

            migrationBuilder.AddForeignKey(
                name: "fk_applications_form_version_id",
                table: "applications",
                column: "form_version_id",
                principalTable: "form_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_applications_manager_id",
                table: "applications",
                column: "manager_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_calls_form_id",
                table: "calls",
                column: "form_id",
                principalTable: "forms",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_form_version_id",
                table: "applications");

            migrationBuilder.DropForeignKey(
                name: "fk_applications_manager_id",
                table: "applications");

            migrationBuilder.DropForeignKey(
                name: "fk_calls_form_id",
                table: "calls");

            migrationBuilder.DropTable(
                name: "application_revisions");

            migrationBuilder.DropTable(
                name: "call_graces");

            migrationBuilder.DropTable(
                name: "co_applicant");

            migrationBuilder.DropTable(
                name: "hierarchical_approvals");

            migrationBuilder.DropTable(
                name: "stored_files");

            migrationBuilder.DropTable(
                name: "submitted_answers");

            migrationBuilder.DropTable(
                name: "form_versions");

            migrationBuilder.DropTable(
                name: "forms");

            migrationBuilder.DropIndex(
                name: "ix_message_overrides_key_procedure_step_cases",
                table: "message_overrides");

            migrationBuilder.DropIndex(
                name: "ix_calls_form_id",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "ix_applications_form_version_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_manager_id",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "cases",
                table: "message_overrides");

            migrationBuilder.DropColumn(
                name: "step",
                table: "message_overrides");

            migrationBuilder.DropColumn(
                name: "audience",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_email",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "contact_name",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "criteria",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "envelope",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "form_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "hearings_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "letters_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "procedure_version_id",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "questions",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "shortlist_on",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "form_version_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "manager_id",
                table: "applications");

            migrationBuilder.CreateIndex(
                name: "ix_message_overrides_key_procedure",
                table: "message_overrides",
                columns: new[] { "key", "procedure" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");
        }
    }
}
