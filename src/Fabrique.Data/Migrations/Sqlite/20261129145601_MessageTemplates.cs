using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MessageTemplates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "message_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    procedure = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_overrides", x => x.id);
                    table.CheckConstraint("ck_message_overrides_key_length", "length(key) <= 100");
                    table.CheckConstraint("ck_message_overrides_procedure_length", "length(procedure) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "message_revisions",
                columns: table => new
                {
                    message_override_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    restored_number = table.Column<int>(type: "INTEGER", nullable: true),
                    is_off = table.Column<bool>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    preheader = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    body = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: true),
                    shipped = table.Column<string>(type: "TEXT", nullable: true),
                    why = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    written_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_revisions", x => new { x.message_override_id, x.number });
                    table.CheckConstraint("ck_message_revision_act", "act in ('Written', 'Restored', 'Reverted', 'SwitchedOff', 'SwitchedOn')");
                    table.CheckConstraint("ck_message_revision_restored", "(act = 'Restored') = (restored_number is not null)");
                    table.CheckConstraint("ck_message_revision_text", "(subject is null) = (body is null) and (subject is null) = (reason is null) and (subject is null) = (preheader is null) and (subject is null) = (shipped is null)");
                    table.CheckConstraint("ck_message_revisions_body_length", "length(body) <= 20000");
                    table.CheckConstraint("ck_message_revisions_preheader_length", "length(preheader) <= 200");
                    table.CheckConstraint("ck_message_revisions_reason_length", "length(reason) <= 500");
                    table.CheckConstraint("ck_message_revisions_subject_length", "length(subject) <= 200");
                    table.CheckConstraint("ck_message_revisions_why_length", "length(why) <= 500");
                    table.ForeignKey(
                        name: "fk_message_revisions_message_override_id",
                        column: x => x.message_override_id,
                        principalTable: "message_overrides",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_message_revisions_written_by_id",
                        column: x => x.written_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_message_overrides_key_procedure",
                table: "message_overrides",
                columns: new[] { "key", "procedure" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_revisions_written_by_id",
                table: "message_revisions",
                column: "written_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "message_revisions");

            migrationBuilder.DropTable(
                name: "message_overrides");
        }
    }
}
