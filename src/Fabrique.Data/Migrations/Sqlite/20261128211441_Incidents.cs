using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Incidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "set_aside_at",
                table: "workflow_signals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "workflow_incidents",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "failed_at",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "due_attempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "closed_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    cause = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    error = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closed_by_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_incidents", x => x.id);
                    table.CheckConstraint("ck_closed_incidents_cause_length", "length(cause) <= 500");
                    table.CheckConstraint("ck_closed_incidents_error_length", "length(error) <= 2000");
                    table.CheckConstraint("ck_closed_incidents_key_length", "length(key) <= 200");
                    table.CheckConstraint("ck_closed_incidents_reason_length", "length(reason) <= 1000");
                    table.CheckConstraint("ck_closed_incidents_source_length", "length(source) <= 40");
                    table.CheckConstraint("ck_closed_incidents_subject_length", "length(subject) <= 100");
                    table.ForeignKey(
                        name: "fk_closed_incidents_closed_by_id",
                        column: x => x.closed_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_signals_created_at",
                table: "workflow_signals",
                column: "created_at",
                filter: "due_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_incidents_at",
                table: "workflow_incidents",
                column: "at",
                filter: "resolved_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_failed_at",
                table: "outgoing_mails",
                column: "failed_at",
                filter: "failed_at is not null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_closed_incidents_closed_by_id",
                table: "closed_incidents",
                column: "closed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_closed_incidents_since",
                table: "closed_incidents",
                column: "since");

            migrationBuilder.Sql("update outgoing_mails set failed_at = due_at where status = 'Failed'");
            migrationBuilder.Sql("update workflow_signals set set_aside_at = created_at where due_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "closed_incidents");

            migrationBuilder.DropIndex(
                name: "ix_workflow_signals_created_at",
                table: "workflow_signals");

            migrationBuilder.DropIndex(
                name: "ix_workflow_incidents_at",
                table: "workflow_incidents");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_failed_at",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "workflow_signals");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "workflow_incidents");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "failed_at",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "due_attempts");
        }
    }
}
