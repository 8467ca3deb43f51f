using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MessagesNotesAndWordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "application_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    read_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    read_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_messages", x => x.id);
                    table.CheckConstraint("ck_application_message_read", "(read_at is null) = (read_by_id is null)");
                    table.CheckConstraint("ck_application_message_side", "side in ('Applicant', 'Team')");
                    table.CheckConstraint("ck_application_messages_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_messages_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_messages_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_messages_read_by_id",
                        column: x => x.read_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    edited_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    pinned_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_notes", x => x.id);
                    table.CheckConstraint("ck_application_notes_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_notes_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_notes_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wording_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    changed_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wording_overrides", x => x.id);
                    table.CheckConstraint("ck_wording_overrides_key_length", "length(key) <= 100");
                    table.CheckConstraint("ck_wording_overrides_text_length", "length(text) <= 2000");
                    table.ForeignKey(
                        name: "fk_wording_overrides_changed_by_id",
                        column: x => x.changed_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_note_revisions",
                columns: table => new
                {
                    note_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_note_revisions", x => new { x.note_id, x.number });
                    table.CheckConstraint("ck_application_note_revisions_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_note_revisions_note_id",
                        column: x => x.note_id,
                        principalTable: "application_notes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_application_id_sent_at",
                table: "application_messages",
                columns: new[] { "application_id", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_author_id",
                table: "application_messages",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_read_by_id",
                table: "application_messages",
                column: "read_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_notes_application_id_written_at",
                table: "application_notes",
                columns: new[] { "application_id", "written_at" });

            migrationBuilder.CreateIndex(
                name: "ix_application_notes_author_id",
                table: "application_notes",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_wording_overrides_changed_by_id",
                table: "wording_overrides",
                column: "changed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_wording_overrides_key",
                table: "wording_overrides",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_messages");

            migrationBuilder.DropTable(
                name: "application_note_revisions");

            migrationBuilder.DropTable(
                name: "wording_overrides");

            migrationBuilder.DropTable(
                name: "application_notes");
        }
    }
}
