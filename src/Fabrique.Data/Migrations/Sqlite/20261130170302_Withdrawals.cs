using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Withdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "access_changed_at",
                table: "staff_members",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "access_changed_by_id",
                table: "staff_members",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "access_reason",
                table: "staff_members",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "missed_at",
                table: "reminder_occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "quiet_until",
                table: "outgoing_mails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_access_changed_by_id",
                table: "staff_members",
                column: "access_changed_by_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_staff_member_access",
                table: "staff_members",
                sql: "(access_changed_at is null) = (access_reason is null) and (access_changed_by_id is null or access_changed_at is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_staff_members_access_reason_length",
                table: "staff_members",
                sql: "length(access_reason) <= 500");

            migrationBuilder.AddForeignKey(
                name: "fk_staff_members_access_changed_by_id",
                table: "staff_members",
                column: "access_changed_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_staff_members_access_changed_by_id",
                table: "staff_members");

            migrationBuilder.DropIndex(
                name: "ix_staff_members_access_changed_by_id",
                table: "staff_members");

            migrationBuilder.DropCheckConstraint(
                name: "ck_staff_member_access",
                table: "staff_members");

            migrationBuilder.DropCheckConstraint(
                name: "ck_staff_members_access_reason_length",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "access_changed_at",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "access_changed_by_id",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "access_reason",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "missed_at",
                table: "reminder_occurrences");

            migrationBuilder.DropColumn(
                name: "quiet_until",
                table: "outgoing_mails");
        }
    }
}
