using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailPreferences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails");

            migrationBuilder.AddColumn<Guid>(
                name: "digest_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "family",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "News");

            migrationBuilder.AddColumn<Guid>(
                name: "recipient_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "task_id",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribe_address",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Direct");

            migrationBuilder.CreateTable(
                name: "mail_preferences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    digest_hour = table.Column<int>(type: "INTEGER", nullable: false),
                    has_digest = table.Column<bool>(type: "INTEGER", nullable: false),
                    requests = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reminders = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    news = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_preferences", x => x.id);
                    table.CheckConstraint("ck_mail_preferences_hour", "digest_hour between 7 and 18");
                    table.CheckConstraint("ck_mail_preferences_news", "news in ('Digest', 'Mail', 'Space')");
                    table.CheckConstraint("ck_mail_preferences_reminders", "reminders in ('Digest', 'Mail', 'Space')");
                    table.CheckConstraint("ck_mail_preferences_requests", "requests in ('Digest', 'Mail', 'Space')");
                    table.ForeignKey(
                        name: "fk_mail_preferences_id",
                        column: x => x.id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_recipient_id_created_at",
                table: "outgoing_mails",
                columns: new[] { "recipient_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_recipient_id_due_at",
                table: "outgoing_mails",
                columns: new[] { "recipient_id", "due_at" },
                filter: "status = 'ForDigest'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_family",
                table: "outgoing_mails",
                sql: "family in ('News', 'Request', 'Reminder')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails",
                sql: "status in ('Pending', 'Sent', 'Failed', 'ForDigest', 'Digested', 'InSpace', 'Dropped')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_why",
                table: "outgoing_mails",
                sql: "why in ('Direct', 'Notice', 'CannotWait', 'Usual', 'Chosen', 'DigestStopped', 'Digest')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_unsubscribe_address_length",
                table: "outgoing_mails",
                sql: "length(unsubscribe_address) <= 500");

            migrationBuilder.AddForeignKey(
                name: "fk_outgoing_mails_recipient_id",
                table: "outgoing_mails",
                column: "recipient_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_outgoing_mails_recipient_id",
                table: "outgoing_mails");

            migrationBuilder.DropTable(
                name: "mail_preferences");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_recipient_id_created_at",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_recipient_id_due_at",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_family",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_why",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_unsubscribe_address_length",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "digest_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "family",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "recipient_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "task_id",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "unsubscribe_address",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "why",
                table: "outgoing_mails");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_status",
                table: "outgoing_mails",
                sql: "status in ('Pending', 'Sent', 'Failed')");
        }
    }
}
