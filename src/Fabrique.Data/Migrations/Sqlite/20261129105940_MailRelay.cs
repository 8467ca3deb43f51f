using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailRelay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "timeline_entry_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_relays",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    held_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    mail_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    domain = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_relays", x => x.id);
                    table.CheckConstraint("ck_mail_relay_held", "(held_since is null) = (next_try_at is null)");
                    table.CheckConstraint("ck_mail_relays_domain_length", "length(domain) <= 254");
                    table.CheckConstraint("ck_mail_relays_error_length", "length(error) <= 1000");
                });

            migrationBuilder.InsertData(
                table: "mail_relays",
                columns: new[] { "id", "attempts", "domain", "error", "held_since", "mail_id", "next_try_at" },
                columnTypes: new[] { "TEXT", "INTEGER", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT" },
                values: new object[] { new Guid("00000000-0000-7000-8000-00000000e5a1"), 0, null, null, null, null, null });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_timeline_entry_id_status",
                table: "outgoing_mails",
                columns: new[] { "timeline_entry_id", "status" },
                filter: "timeline_entry_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mail_relays");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_timeline_entry_id_status",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "timeline_entry_id",
                table: "outgoing_mails");
        }
    }
}
