using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
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
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "workflow_incidents",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "outgoing_mails",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "failed_at",
                table: "outgoing_mails",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "due_attempts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "closed_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    subject = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    cause = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_by_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_incidents", x => x.id);
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
