using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class JuryAtWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_applicant_id",
                table: "applications");

            migrationBuilder.CreateIndex(
                name: "ix_applications_applicant_id_submitted_at",
                table: "applications",
                columns: new[] { "applicant_id", "submitted_at" });

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_opened",
                table: "hearing_sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_status",
                table: "hearing_sessions");

            migrationBuilder.DropIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations");

            migrationBuilder.AddColumn<DateOnly>(
                name: "first_committee_on",
                table: "deliberations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "cancellation_reason",
                table: "hearing_sessions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "convened_at",
                table: "hearing_sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "link",
                table: "hearing_sessions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ordered_by",
                table: "hearing_sessions",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "hearing_sessions",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "answer_days",
                table: "decision_batches",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "accepted_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "replied_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replied_by_id",
                table: "batched_decisions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reply",
                table: "batched_decisions",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "talk_asked_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "talk_asked_by_id",
                table: "batched_decisions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "talk_wish",
                table: "batched_decisions",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "notes",
                table: "agenda_items",
                type: "character varying(10000)",
                maxLength: 10000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "notes_number",
                table: "agenda_items",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_cancelled",
                table: "hearing_sessions",
                sql: "(status = 'Cancelled') = (cancellation_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_opened",
                table: "hearing_sessions",
                sql: "(status in ('Planned', 'Cancelled')) = (opened_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_ordered_by",
                table: "hearing_sessions",
                sql: "ordered_by in ('ByHand', 'Drawn', 'FromRanking')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_status",
                table: "hearing_sessions",
                sql: "status in ('Planned', 'Open', 'Suspended', 'Closed', 'Cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations",
                column: "panel_id",
                unique: true,
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_batched_decisions_replied_by_id",
                table: "batched_decisions",
                column: "replied_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_batched_decisions_talk_asked_by_id",
                table: "batched_decisions",
                column: "talk_asked_by_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_batched_decision_replied",
                table: "batched_decisions",
                sql: "(reply is null) = (replied_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_batched_decision_talk",
                table: "batched_decisions",
                sql: "(talk_wish is null) = (talk_asked_at is null)");

            migrationBuilder.AddForeignKey(
                name: "fk_batched_decisions_replied_by_id",
                table: "batched_decisions",
                column: "replied_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_batched_decisions_talk_asked_by_id",
                table: "batched_decisions",
                column: "talk_asked_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_applicant_id_submitted_at",
                table: "applications");

            migrationBuilder.CreateIndex(
                name: "ix_applications_applicant_id",
                table: "applications",
                column: "applicant_id");

            migrationBuilder.DropForeignKey(
                name: "fk_batched_decisions_replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropForeignKey(
                name: "fk_batched_decisions_talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_cancelled",
                table: "hearing_sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_opened",
                table: "hearing_sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_ordered_by",
                table: "hearing_sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_status",
                table: "hearing_sessions");

            migrationBuilder.DropIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations");

            migrationBuilder.DropIndex(
                name: "ix_batched_decisions_replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropIndex(
                name: "ix_batched_decisions_talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_batched_decision_replied",
                table: "batched_decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_batched_decision_talk",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "first_committee_on",
                table: "deliberations");

            migrationBuilder.DropColumn(
                name: "cancellation_reason",
                table: "hearing_sessions");

            migrationBuilder.DropColumn(
                name: "convened_at",
                table: "hearing_sessions");

            migrationBuilder.DropColumn(
                name: "link",
                table: "hearing_sessions");

            migrationBuilder.DropColumn(
                name: "ordered_by",
                table: "hearing_sessions");

            migrationBuilder.DropColumn(
                name: "place",
                table: "hearing_sessions");

            migrationBuilder.DropColumn(
                name: "answer_days",
                table: "decision_batches");

            migrationBuilder.DropColumn(
                name: "accepted_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "replied_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "reply",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_asked_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_wish",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "notes",
                table: "agenda_items");

            migrationBuilder.DropColumn(
                name: "notes_number",
                table: "agenda_items");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_opened",
                table: "hearing_sessions",
                sql: "(status = 'Planned') = (opened_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_hearing_session_status",
                table: "hearing_sessions",
                sql: "status in ('Planned', 'Open', 'Suspended', 'Closed')");

            migrationBuilder.CreateIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations",
                column: "panel_id");
        }
    }
}
