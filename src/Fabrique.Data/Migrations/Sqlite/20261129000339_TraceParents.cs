using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TraceParents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "workflow_signals",
                type: "TEXT",
                maxLength: 55,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 55,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_workflow_signals_trace_parent_length",
                table: "workflow_signals",
                sql: "length(trace_parent) <= 55");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_trace_parent_length",
                table: "outgoing_mails",
                sql: "length(trace_parent) <= 55");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_workflow_signals_trace_parent_length",
                table: "workflow_signals");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_trace_parent_length",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "workflow_signals");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "outgoing_mails");
        }
    }
}
