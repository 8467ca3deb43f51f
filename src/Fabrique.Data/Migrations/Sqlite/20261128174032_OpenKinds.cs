using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OpenKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_work_item_kind",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_item_subject_kind",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_timeline_entry_subject_kind",
                table: "timeline_entries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_subject_kind",
                table: "outgoing_mails");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_items_kind_length",
                table: "work_items",
                sql: "length(kind) <= 40");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_items_subject_kind_length",
                table: "work_items",
                sql: "length(subject_kind) <= 40");

            migrationBuilder.AddCheckConstraint(
                name: "ck_timeline_entries_subject_kind_length",
                table: "timeline_entries",
                sql: "length(subject_kind) <= 40");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_subject_kind_length",
                table: "outgoing_mails",
                sql: "length(subject_kind) <= 40");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_work_items_kind_length",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_items_subject_kind_length",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_timeline_entries_subject_kind_length",
                table: "timeline_entries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_subject_kind_length",
                table: "outgoing_mails");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_item_kind",
                table: "work_items",
                sql: "kind in ('Opinion', 'Decision', 'TeamNaming', 'Checkpoint', 'Task')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_item_subject_kind",
                table: "work_items",
                sql: "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_timeline_entry_subject_kind",
                table: "timeline_entries",
                sql: "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_subject_kind",
                table: "outgoing_mails",
                sql: "subject_kind in ('Call', 'Application', 'Product', 'Procedure')");
        }
    }
}
