using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class HearingSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_opened",
                table: "hearing_sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_hearing_session_status",
                table: "hearing_sessions");

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
                defaultValue: "ByHand");

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "hearing_sessions",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
        }
    }
}
