using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Appointments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "calendar_method",
                table: "outgoing_mails",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar_text",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    uid = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    link = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    planned_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    cancelled_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    cancelled_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointments", x => x.id);
                    table.CheckConstraint("ck_appointment_cancelled", "(status = 'Cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by_id is null)");
                    table.CheckConstraint("ck_appointment_period", "ends_at > starts_at");
                    table.CheckConstraint("ck_appointment_status", "status in ('Planned', 'Cancelled')");
                    table.CheckConstraint("ck_appointments_link_length", "length(link) <= 500");
                    table.CheckConstraint("ck_appointments_place_length", "length(place) <= 200");
                    table.CheckConstraint("ck_appointments_subject_kind_length", "length(subject_kind) <= 40");
                    table.CheckConstraint("ck_appointments_title_length", "length(title) <= 200");
                    table.CheckConstraint("ck_appointments_uid_length", "length(uid) <= 200");
                    table.ForeignKey(
                        name: "fk_appointments_cancelled_by_id",
                        column: x => x.cancelled_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_appointments_planned_by_id",
                        column: x => x.planned_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    made_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_read_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feeds", x => x.id);
                    table.CheckConstraint("ck_calendar_feed_revoked", "(secret_digest is null) = (revoked_at is not null)");
                    table.CheckConstraint("ck_calendar_feeds_secret_digest_length", "length(secret_digest) <= 64");
                    table.ForeignKey(
                        name: "fk_calendar_feeds_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendees",
                columns: table => new
                {
                    appointment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    answered_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendees", x => new { x.appointment_id, x.staff_member_id });
                    table.CheckConstraint("ck_attendee_answer", "answer in ('None', 'Accepted', 'Declined', 'Tentative')");
                    table.CheckConstraint("ck_attendee_answered", "(answer = 'None') = (answered_at is null)");
                    table.ForeignKey(
                        name: "fk_attendees_appointment_id",
                        column: x => x.appointment_id,
                        principalTable: "appointments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_attendees_staff_member_id",
                        column: x => x.staff_member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mail_calendar",
                table: "outgoing_mails",
                sql: "(calendar_method is null) = (calendar_text is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_outgoing_mails_calendar_method_length",
                table: "outgoing_mails",
                sql: "length(calendar_method) <= 20");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_cancelled_by_id",
                table: "appointments",
                column: "cancelled_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_ends_at",
                table: "appointments",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_planned_by_id",
                table: "appointments",
                column: "planned_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_appointments_subject_kind_subject_id_number",
                table: "appointments",
                columns: new[] { "subject_kind", "subject_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_appointments_uid",
                table: "appointments",
                column: "uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_attendees_staff_member_id",
                table: "attendees",
                column: "staff_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_secret_digest",
                table: "calendar_feeds",
                column: "secret_digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_staff_member_id",
                table: "calendar_feeds",
                column: "staff_member_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attendees");

            migrationBuilder.DropTable(
                name: "calendar_feeds");

            migrationBuilder.DropTable(
                name: "appointments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mail_calendar",
                table: "outgoing_mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_outgoing_mails_calendar_method_length",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "calendar_method",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "calendar_text",
                table: "outgoing_mails");
        }
    }
}
